import { isFromFile } from "../../kinds/all-kinds.js";
import { type ColumnInfo, foldName } from "@sluice/sql/text";
import type { Dialect } from "../../warehouse/dialect.js";
import { diagnostic, type Diagnostic } from "../../base/errors/sluice-error.js";
import { placeInDefinition } from "../load/definition-places.js";
import type { ColumnSpec, Model, Source } from "../../model/model.js";
import { placeInFile } from "../../model/source-text.js";
import { suggest } from "../../base/suggest.js";

/** Compares bound columns with the declared ones: missing, extra (exact contracts), wrong type. */
export function compareContract(
  relation: Model | Source,
  bound: readonly ColumnInfo[],
  dialect: Dialect,
): readonly Diagnostic[] {
  const byName = new Map(bound.map((column) => [foldName(column.name), column]));
  const declared = new Set(relation.columns.map((column) => foldName(column.name)));
  const found: Diagnostic[] = [];
  for (const column of relation.columns) {
    const actual = byName.get(foldName(column.name));
    if (!actual) found.push(missing(relation, column, bound));
    else if (!fits(column, actual, dialect)) found.push(mismatch(relation, column, actual));
  }
  if (relation.contract === "exact" && relation.columns.length > 0) {
    const extra = bound.filter((column) => !declared.has(foldName(column.name)));
    found.push(...extra.map((column) => unexpected(relation, column)));
  }
  return found;
}

/** Bound columns with what the contract promises: a column declared without nulls is not nullable. */
export function withContract(
  relation: Model | Source,
  bound: readonly ColumnInfo[],
): readonly ColumnInfo[] {
  const solid = new Set(
    [
      ...relation.columns.filter((column) => !column.nullable).map((column) => column.name),
      // A not_null check without a threshold or a filter says the same.
      ...relation.checks
        .filter(({ type, args }) => type === "not_null" && Object.keys(args).length === 0)
        .map(({ column = "" }) => column),
    ].map(foldName),
  );
  return bound.map((column) =>
    solid.has(foldName(column.name)) ? { ...column, nullable: false } : column,
  );
}

function fits(declared: ColumnSpec, actual: ColumnInfo, dialect: Dialect): boolean {
  if (declared.type !== undefined) return dialect.sameType(declared.type, actual.type);
  return (
    declared.kinds === undefined || declared.kinds.includes(dialect.parseType(actual.type).kind)
  );
}

function placeOfColumn(relation: Model | Source, column: string) {
  const defined = placeInDefinition(relation, ["columns", column]);
  if (defined.line !== undefined) return defined;
  const { fileText } = relation.source;
  const name = column.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const key = new RegExp(`^[ \\t]*["']?(${name})["']?\\s*:`, "im").exec(fileText);
  if (!key) return defined;
  const at = key.index + key[0].toLowerCase().indexOf(column.toLowerCase());
  return placeInFile(relation.source, at, relation.name);
}

function missing(
  relation: Model | Source,
  column: ColumnSpec,
  bound: readonly ColumnInfo[],
): Diagnostic {
  const names = bound.map((b) => b.name);
  const near = suggest(column.name, names);
  return diagnostic({
    code: "CONTRACT.MISSING_COLUMN",
    message: `${relation.name} declares the column \`${column.name}\`, but does not have it.`,
    where: placeOfColumn(relation, column.name),
    hints: [
      near[0] === undefined ? `It has: ${names.join(", ")}.` : `Did you mean \`${near[0]}\`?`,
    ],
  });
}

function mismatch(relation: Model | Source, declared: ColumnSpec, actual: ColumnInfo): Diagnostic {
  const wanted = declared.type ?? declared.kinds?.join(" or ") ?? "";
  return diagnostic({
    code: "CONTRACT.TYPE_MISMATCH",
    message: `\`${declared.name}\` of ${relation.name} is declared ${wanted}, but is ${actual.type}.`,
    where: placeOfColumn(relation, declared.name),
    hints: [
      declared.type === undefined
        ? `Cast it in the query, or declare it by \`.meta({ type: "${actual.type.toLowerCase()}" })\`.`
        : `Cast it in the query: cast(... as ${declared.type}), or declare ${actual.type.toLowerCase()}.`,
    ],
  });
}

function unexpected(relation: Model | Source, column: ColumnInfo): Diagnostic {
  return diagnostic({
    code: "CONTRACT.EXTRA_COLUMN",
    message: `${relation.name} has a column \`${column.name}\` (${column.type}) that its contract does not declare.`,
    where: placeInDefinition(relation, ["columns"]),
    hints: [
      isQuery(relation)
        ? "Declare the column, or do not select it."
        : `Declare the column, or allow others: ${wayToNamed(relation)}.`,
    ],
  });
}

/** Columns of a query can be left out there; those of a seed or source are what they are. */
const isQuery = (relation: Model | Source) => "kind" in relation && !isFromFile(relation.kind);

const wayToNamed = ({ path }: Model | Source) =>
  path.endsWith(".yaml") || path.endsWith(".yml")
    ? "leave out `contract: exact`"
    : "give `columns` options by name in place of a zod object";
