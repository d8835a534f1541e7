import type { Dialect, RelationRef, TypeKind } from "../../warehouse/dialect.js";
import type { WarehouseAdapter } from "../../warehouse/warehouse-adapter.js";
import { ownTable, POSITION, type Fixture, type RowSource, type SourceColumn } from "./fixture.js";

/** Kinds of types whose value is the text when it is written back as the same text. */
const scalars: ReadonlySet<TypeKind> = new Set([
  "boolean",
  "integer",
  "bigint",
  "decimal",
  "float",
  "text",
  "date",
  "time",
  "timestamp",
  "timestamptz",
  "interval",
  "blob",
  "uuid",
  "json",
  "enum",
]);

/** Numbers are written with more zeros than people write: `12.5` as `12.50`. */
const numbers: ReadonlySet<TypeKind> = new Set(["integer", "bigint", "decimal", "float"]);

/** Rows whose texts are cast. */
export interface CastRows {
  readonly table: RelationRef;
  /** Every text is known to be exactly its value. */
  readonly isChecked: boolean;
}

/**
 * A table with the position of each row, and for each column its text `t0` and its value `v0`, which is null where the
 * text is not exactly one. An exact cast takes milliseconds to plan, so it is left to texts that a plain cast writes
 * back in another form.
 */
export async function castRows(
  fixture: Fixture,
  { select, columns }: RowSource,
  engine: WarehouseAdapter,
): Promise<CastRows> {
  const { dialect } = engine;
  const isSimple = ({ type }: SourceColumn) => scalars.has(dialect.parseType(type).kind);
  const plain = ownTable(fixture, "plain");
  const plainly = columns.map((column, i) =>
    isSimple(column) ? plainValue(column, i, dialect) : value(column, i, dialect),
  );
  await engine.execute(
    dialect.createTableAs(plain, selectSql(plainly, `(\n${select}\n) as source`, dialect)),
  );
  const other = await rewritten(columns.filter(isSimple), { columns, table: plain }, engine);
  if (other.size === 0) {
    return { table: plain, isChecked: columns.every((c) => !c.isText || isSimple(c)) };
  }
  const exact = ownTable(fixture, "exact");
  const exactly = columns.map((column, i) =>
    other.has(column) ? value(column, i, dialect) : dialect.quoteIdentifier(`v${i}`),
  );
  await engine.execute(
    dialect.createTableAs(exact, selectSql(exactly, dialect.relation(plain), dialect)),
  );
  return { table: exact, isChecked: false };
}

function selectSql(values: readonly string[], from: string, dialect: Dialect): string {
  const q = (name: string) => dialect.quoteIdentifier(name);
  const parts = values.flatMap((sql, i) => [q(`t${i}`), `${sql} as ${q(`v${i}`)}`]);
  return `select ${[q(POSITION), ...parts].join(", ")} from ${from}`;
}

function plainValue({ type, isText }: SourceColumn, i: number, dialect: Dialect): string {
  const text = dialect.quoteIdentifier(`t${i}`);
  return isText ? dialect.tryCast(text, type) : dialect.cast(text, type);
}

function value({ type, isText }: SourceColumn, i: number, dialect: Dialect): string {
  const text = dialect.quoteIdentifier(`t${i}`);
  return isText ? dialect.castExact(text, type) : dialect.cast(text, type);
}

/** Those of the columns that have a text which its value is not written as. */
async function rewritten(
  simple: readonly SourceColumn[],
  { columns, table }: { readonly columns: readonly SourceColumn[]; readonly table: RelationRef },
  engine: WarehouseAdapter,
): Promise<ReadonlySet<SourceColumn>> {
  const { dialect } = engine;
  const texts = simple.filter(({ isText }) => isText);
  if (texts.length === 0) return new Set();
  const counts = texts.map((column, i) => {
    const at = columns.indexOf(column);
    const text = dialect.quoteIdentifier(`t${at}`);
    const back = dialect.cast(dialect.quoteIdentifier(`v${at}`), dialect.typeFor("text") ?? "text");
    const isSame = numbers.has(dialect.parseType(column.type).kind)
      ? `substring(${back}, 1, length(${text})) = ${text}`
      : `${back} = ${text}`;
    const isOther = `${text} is not null and (${back} is null or not ${isSame})`;
    return `${dialect.countIf(isOther)} as n${i}`;
  });
  const other = new Set<SourceColumn>();
  const sql = `select ${counts.join(", ")} from ${dialect.relation(table)}`;
  for await (const row of engine.query(sql)) {
    for (const [i, column] of texts.entries()) if (Number(row[`n${i}`]) > 0) other.add(column);
  }
  return other;
}
