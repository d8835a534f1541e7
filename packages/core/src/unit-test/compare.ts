import type { ColumnInfo, Dialect } from "../adapter/dialect.js";
import type { Row } from "../adapter/values.js";
import type { SqlRunner } from "../adapter/warehouse-adapter.js";

/** Rows kept for the report of a difference, each way. */
const REPORTED_ROWS = 100;

/** Two relations as SQL texts with the columns to compare. */
export interface Comparison {
  readonly expected: string;
  readonly actual: string;
  readonly columns: readonly ColumnInfo[];
  /** Rows must come in the same order. */
  readonly ordered: boolean;
}

/** How two relations differ, as multisets: nulls are equal to nulls, floats to nine decimals. */
export interface Difference {
  readonly missing: readonly Row[];
  readonly unexpected: readonly Row[];
  readonly matched: number;
}

/** Compares in the engine, where types and equality are the engine's own. */
export async function compareRelations(
  comparison: Comparison,
  engine: SqlRunner,
  dialect: Dialect,
): Promise<Difference> {
  const position = dialect.quoteIdentifier("#");
  const list = comparison.columns
    .map(({ name, type }) => {
      const column = dialect.quoteIdentifier(name);
      return dialect.parseType(type).kind === "float" ? `round(${column}, 9) as ${column}` : column;
    })
    .join(", ");
  const side = (relation: string): string =>
    comparison.ordered
      ? `(select row_number() over () as ${position}, ${list} from ${relation})`
      : `(select ${list} from ${relation})`;
  const expected = side(comparison.expected);
  const actual = side(comparison.actual);
  const without = (left: string, right: string) =>
    `(select * from ${left} except all select * from ${right})`;
  const first = (rows: string) =>
    collect(engine, `select * from ${rows} limit ${String(REPORTED_ROWS)}`);
  const count = async (rows: string) => {
    const [total] = await collect(engine, `select count(*) as n from ${rows}`);
    return Number(total?.["n"] ?? 0);
  };
  const missing = without(expected, actual);
  return {
    missing: await first(missing),
    unexpected: await first(without(actual, expected)),
    matched: (await count(comparison.expected)) - (await count(missing)),
  };
}

async function collect(engine: SqlRunner, sql: string): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for await (const row of engine.query(sql)) rows.push(row);
  return rows;
}
