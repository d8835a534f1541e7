import type { Dialect, TypeInfo } from "../../warehouse/dialect.js";
import type { ColumnInfo } from "@sluice/sql/text";
import type { Row, SqlValue } from "../../warehouse/values.js";
import type { SqlRunner } from "../../warehouse/warehouse-adapter.js";
import { holdsFloat, withShortNumbers } from "./short-numbers.js";

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

/** How two relations differ, as multisets: nulls are equal to nulls and NaN to NaN. */
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
  const expected = sideSql(comparison.expected, comparison, dialect);
  const actual = sideSql(comparison.actual, comparison, dialect);
  const without = (left: string, right: string) =>
    `(select * from ${left} except all select * from ${right})`;
  // In the order of their values, so that a report is the same each time.
  const order = [...comparison.columns.keys()].map((i) => i + 1).join(", ");
  const floats = comparison.columns.filter(({ type }) => holdsFloat(dialect.parseType(type)));
  const texts = floats.map(({ name }) => `, ${textColumn(name, dialect)}`).join("");
  const first = async (rows: string) => {
    const sql = `select *${texts} from ${rows} order by ${order} limit ${REPORTED_ROWS}`;
    return (await collect(engine, sql)).map((row) => reportedRow(row, floats, dialect));
  };
  const count = async (rows: string) => {
    const [total] = await collect(engine, `select count(*) as n from ${rows}`);
    return Number(total?.["n"] ?? 0);
  };
  const isMissing = without(expected, actual);
  const missing = await first(isMissing);
  const lost = missing.length < REPORTED_ROWS ? missing.length : await count(isMissing);
  return {
    missing,
    unexpected: await first(without(actual, expected)),
    matched: (await count(comparison.expected)) - lost,
  };
}

/** Begins the names of texts that are compared beside their values. */
const TEXT = "#text ";

/**
 * Query of a relation's compared values. Engines call 1 month and 30 days equal, so a value with an interval in it comes
 * with its text.
 */
function sideSql(relation: string, comparison: Comparison, dialect: Dialect): string {
  const q = (name: string) => dialect.quoteIdentifier(name);
  const columns = comparison.columns.flatMap(({ name, type }) =>
    holdsInterval(dialect.parseType(type)) ? [q(name), textColumn(name, dialect)] : [q(name)],
  );
  const position = comparison.ordered ? [`row_number() over () as ${q("#")}`] : [];
  return `(select ${[...position, ...columns].join(", ")} from ${relation})`;
}

function holdsInterval({ kind, element, key, fields = [] }: TypeInfo): boolean {
  const parts = [element, key, ...fields.map(({ type }) => type)];
  return kind === "interval" || parts.some((part) => part !== undefined && holdsInterval(part));
}

/** The text of a column's value as a column beside it. */
function textColumn(name: string, dialect: Dialect): string {
  const q = (one: string) => dialect.quoteIdentifier(one);
  return `${dialect.cast(q(name), dialect.typeFor("text") ?? "text")} as ${q(`${TEXT}${name}`)}`;
}

/** A row for the report, with the shortest numbers that its columns read back. */
function reportedRow(row: Row, floats: readonly ColumnInfo[], dialect: Dialect): Row {
  const shorten = (value: SqlValue, type: string, text: SqlValue | undefined) =>
    withShortNumbers(value, dialect.parseType(type), typeof text === "string" ? text : "");
  const short = floats.map(({ name, type }) => {
    const text = row[`${TEXT}${name}`];
    return [name, shorten(row[name] ?? null, type, text)] as const;
  });
  const values = Object.entries(row).filter(([name]) => !name.startsWith(TEXT));
  return { ...Object.fromEntries(values), ...Object.fromEntries(short) };
}

async function collect(engine: SqlRunner, sql: string): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for await (const row of engine.query(sql)) rows.push(row);
  return rows;
}
