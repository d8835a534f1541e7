import { z } from "zod";
import type { CheckSpec } from "../../model/check/check.js";
import { duplicateName } from "@sluice/sql/text";
import { SluiceError, type Place } from "../../base/errors/sluice-error.js";
import type { AnyDefinition } from "../../model/define.js";
import type { ColumnSpec } from "../../model/model.js";
import { zodColumns } from "../../model/zod-columns.js";
import { checkSpec, columnSpecs } from "./check-specs.js";
import { metaFaults } from "./column-meta.js";
import type { PlaceOf } from "./definition-places.js";
import { columnEntries, fileColumnEntries, sameColumn, type CheckEntry } from "./header.js";
import { schemaDiagnostics } from "./schema-diagnostics.js";

/** Columns and checks of a TypeScript definition. */
export interface DefinitionColumns {
  readonly columns: readonly ColumnSpec[];
  readonly checks: readonly CheckSpec[];
  /** `exact` for a zod object, `named` for options by column. */
  readonly contract: "exact" | "named";
}

/** Reads `columns` and `checks` of a definition. Raises `MODEL.INVALID` at the properties that are wrong. */
export function definitionColumns(definition: AnyDefinition, placeOf: PlaceOf): DefinitionColumns {
  const declared = declaredColumns(definition, placeOf);
  const own = (definition.checks ?? []).map((check: unknown, i): CheckSpec => {
    const path = ["checks", i];
    if (isSpec(check)) return { ...check, where: placeOf(path) };
    throw invalid(`\`checks.${i}\`: expected a check.`, placeOf(path), [checkHint]);
  });
  return { ...declared, checks: [...declared.checks, ...own] };
}

const checkHint = 'Write a helper of `@sluice/dq`, such as `unique("order_id")`.';

function declaredColumns(definition: AnyDefinition, placeOf: PlaceOf): DefinitionColumns {
  const columns: unknown = definition.columns;
  if (columns === undefined) return { columns: [], checks: [], contract: "named" };
  const isOfFile = definition.$define === "seed" || definition.$define === "source";
  const zodType = zodTypeOf(columns);
  if (zodType === "object") {
    const faults = metaFaults(columns as z.ZodObject, { isOfFile, placeOf });
    if (faults) throw SluiceError.of(faults);
    const found = zodColumns(columns as z.ZodObject);
    refuseDuplicates(found, placeOf);
    const checks = found.checks.map((check) => ({
      ...check,
      where: placeOf(["columns", check.column ?? ""]),
    }));
    return { columns: found.columns, checks, contract: "exact" };
  }
  const where = placeOf(["columns"]);
  if (definition.$define === "rows") {
    throw invalid("`columns` of a `rows` model: expected `z.object({ ... })`.", where, [
      "The types of its rows come from there: `columns: z.object({ id: z.int() })`.",
    ]);
  }
  if (zodType !== undefined) {
    throw invalid(`\`columns\`: expected \`z.object({ ... })\`, not z.${zodType}.`, where);
  }
  refuseZodTypes(columns, placeOf);
  return columnsByName(columns, { schema: isOfFile ? ofFile : ofQuery, placeOf });
}

const ofQuery = z.object({ columns: columnEntries });
const ofFile = z.object({ columns: fileColumnEntries });

/** Columns by name, through the schema that YAML headers have. */
function columnsByName(
  columns: unknown,
  {
    schema,
    placeOf,
  }: { readonly schema: typeof ofFile | typeof ofQuery; readonly placeOf: PlaceOf },
): DefinitionColumns {
  const value = { columns };
  const result = schema.safeParse(value);
  if (!result.success)
    throw SluiceError.of(schemaDiagnostics(result.error, { schema, value }, placeOf));
  const entries = result.data.columns;
  const checks = Object.entries(entries).flatMap(([column, entry]) =>
    (entry?.checks ?? []).map((check, i) =>
      columnCheck(check, { column, where: placeOf(["columns", column, "checks", i]) }),
    ),
  );
  return { columns: columnSpecs(entries), checks, contract: "named" };
}

/** A check under a column: as a header writes it, or a helper's, which must be of that column. */
function columnCheck(
  check: CheckEntry,
  at: { readonly column: string; readonly where: Place },
): CheckSpec {
  if (!isSpec(check)) return checkSpec(check, at);
  const spec: CheckSpec = check;
  if (spec.column !== undefined && spec.column !== at.column) {
    throw invalid(
      `A check of the column \`${spec.column}\` stands under \`${at.column}\`.`,
      at.where,
      ["Put it under its own column, or into `checks` of the definition."],
    );
  }
  return { ...spec, ...at };
}

function refuseDuplicates({ columns }: Pick<DefinitionColumns, "columns">, placeOf: PlaceOf): void {
  const same = duplicateName(columns.map(({ name }) => name));
  if (same === undefined) return;
  const { message, step } = sameColumn(same);
  const where = placeOf(["columns", same[1]]);
  throw invalid(`\`columns.${same[1]}\`: ${message}.`, where, [`${step}.`]);
}

/** Zod types without `z.object` around them are the commonest slip. */
function refuseZodTypes(columns: unknown, placeOf: PlaceOf): void {
  if (typeof columns !== "object" || columns === null) return;
  const name = Object.entries(columns).find(([, value]) => zodTypeOf(value) !== undefined)?.[0];
  if (name === undefined) return;
  throw invalid(
    `\`columns.${name}\`: expected options of the column, not a zod type.`,
    placeOf(["columns", name]),
    [
      "Write `columns: z.object({ ... })` for a contract of all columns, or options such as `{ type: ..., description: ... }` for some.",
    ],
  );
}

/** Type name of a zod value, such as `object` or `string`; undefined for any other value. */
function zodTypeOf(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null || !("_zod" in value)) return undefined;
  return (value as z.core.$ZodType)._zod.def.type;
}

function isSpec(check: unknown): check is CheckSpec {
  if (typeof check !== "object" || check === null) return false;
  if (!("type" in check && "args" in check)) return false;
  return typeof check.type === "string" && typeof check.args === "object" && check.args !== null;
}

function invalid(message: string, where: Place, hints: readonly string[] = []): SluiceError {
  return new SluiceError({ code: "MODEL.INVALID", message, where, hints });
}
