import type { Dialect, RelationRef } from "../../warehouse/dialect.js";
import type { ColumnInfo } from "@sluice/sql/text";
import type { SqlValue } from "../../warehouse/values.js";

const dayMs = 86_400_000;

/** What is needed to ask for `$since`. */
export interface SinceInput {
  readonly target: RelationRef;
  /** The column of `updated_at` or `time`, as the table has it. */
  readonly column: ColumnInfo;
  readonly dialect: Dialect;
  /** The run's `$now`. */
  readonly now: Date;
}

/**
 * A query of one row with `since`: the greatest value the table holds, null when it holds none. Values after `$now` do
 * not count, so that one row dated 2099 does not hide all that come after it; integers are counted whatever they say.
 */
export function sinceQuery({ target, column, dialect, now }: SinceInput): string {
  const name = dialect.quoteIdentifier(column.name);
  const bound = nowBound(column.type, now, dialect);
  const where = bound === undefined ? "" : ` where ${name} <= ${bound}`;
  return `select max(${name}) as since from ${dialect.relation(target)}${where}`;
}

/**
 * `$since` as SQL of the column's type. Null, of a table without rows, becomes a value below all that data has; it is
 * finite, since functions such as `epoch_ms` give null for infinity and a query would silently find nothing.
 */
export function sinceLiteral(type: string, value: SqlValue, dialect: Dialect): string {
  return value === null ? dialect.lowest(type) : dialect.literal(value, type);
}

/** `$now` as a literal of a time column's type: its UTC day for dates; undefined for integers, which count anything. */
export function nowBound(type: string, now: Date, dialect: Dialect): string | undefined {
  const { kind } = dialect.parseType(type);
  if (kind === "date") {
    return dialect.literal(new Date(Math.floor(now.getTime() / dayMs) * dayMs), type);
  }
  return kind === "timestamp" || kind === "timestamptz" ? dialect.literal(now, type) : undefined;
}
