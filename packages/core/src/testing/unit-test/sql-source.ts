import type { Dialect, TypeInfo } from "../../warehouse/dialect.js";
import { type ColumnInfo, columnNamed } from "@sluice/sql/text";
import type { WarehouseAdapter } from "../../warehouse/warehouse-adapter.js";
import {
  columnOf,
  invalidRows,
  labelOf,
  POSITION,
  type Fixture,
  type RowSource,
} from "./fixture.js";

/** Rows that a query gives, in its order. A value of another type is cast by its text, exactly. */
export async function sqlSource(
  fixture: Fixture,
  sql: string,
  engine: WarehouseAdapter,
): Promise<RowSource> {
  const { dialect } = engine;
  const query = sql.trim().replace(/[\s;]+$/, "");
  const where = fixture.loaded.text.placeOf([...fixture.path, "sql"]);
  const found = await columnsOf(query, engine).catch((error: unknown) => {
    throw invalidRows(fixture, {
      message: `The query of \`${labelOf(fixture)}\` fails: ${engine.normalizeError(error).message}`,
      where,
      hints: ["Correct the query; it gives values and reads no model."],
      cause: error,
    });
  });
  const columns = found.map(({ name, type }) => {
    const column = columnOf(fixture, { name, where });
    const isSame =
      dialect.sameType(type, column.type) ||
      (dialect.widens(type, column.type) &&
        hasAllFields(dialect.parseType(type), dialect.parseType(column.type)));
    return { ...column, isText: !isSame };
  });
  const texts = columns.map(({ isText }, i) => {
    const name = dialect.quoteIdentifier(`t${i}`);
    return isText ? `${asText(name, dialect)} as ${name}` : name;
  });
  const position = dialect.quoteIdentifier(POSITION);
  const named = columns.map((_, i) => dialect.quoteIdentifier(`t${i}`)).join(", ");
  return {
    select: `select row_number() over () as ${position}, ${texts.join(", ")} from (\n${query}\n) as given(${named})`,
    columns,
    placeOf: () => where,
  };
}

/** True where every struct of the wanted type has its fields in the type that is given: none becomes null. */
function hasAllFields(given: TypeInfo, wanted: TypeInfo): boolean {
  const parts = [
    [given.element, wanted.element],
    [given.key, wanted.key],
  ] as const;
  if (!parts.every(([a, b]) => !a || !b || hasAllFields(a, b))) return false;
  return (wanted.fields ?? []).every(({ name, type }) => {
    const own = columnNamed(given.fields ?? [], name);
    return own !== undefined && hasAllFields(own.type, type);
  });
}

async function columnsOf(sql: string, engine: WarehouseAdapter): Promise<readonly ColumnInfo[]> {
  return (await engine.dryRun(sql)).columns;
}

function asText(expression: string, dialect: Dialect): string {
  return dialect.cast(expression, dialect.typeFor("text") ?? "text");
}
