import type { Dialect, TypeKind } from "./dialect.js";
import type { ColumnInfo } from "@sluice/sql/text";
import type { Interval } from "../time/intervals/interval-set.js";
import { dateAt, dateStart } from "../time/zones/local-dates.js";

const dayMs = 86_400_000;
const timeKinds: readonly TypeKind[] = ["date", "timestamp", "timestamptz", "integer", "bigint"];

/** True for types that can say when: dates, timestamps, and integers of seconds since 1970. */
export function isTimeType(type: string, dialect: Dialect): boolean {
  return timeKinds.includes(dialect.parseType(type).kind);
}

/** The type of a time column, and the zone whose dates a column of dates holds: UTC when absent. */
export interface TimeType {
  readonly type: string;
  readonly zone?: string | undefined;
}

/**
 * An instant as SQL of the type of a time column, so that rows are compared with a bound of their own type. For dates it
 * is the date that begins then in the column's zone. A bound within a day becomes the next day: a day that has begun is
 * computed whole.
 */
export function boundSql(at: number, { type, zone }: TimeType, dialect: Dialect): string {
  switch (dialect.parseType(type).kind) {
    case "date":
      return dialect.literal(new Date(dateFrom(at, zone) * dayMs), type);
    case "integer":
    case "bigint":
      return dialect.literal(BigInt(Math.ceil(at / 1000)), type);
    default:
      return dialect.literal(new Date(at), type);
  }
}

/** The first date that begins at or after an instant. */
function dateFrom(at: number, zone: string | undefined): number {
  if (zone === undefined) return Math.ceil(at / dayMs);
  const date = dateAt(zone, at);
  return dateStart(zone, date) === at ? date : date + 1;
}

/** Predicate: the column lies in `[start, end)`. */
export function withinSql(
  column: ColumnInfo & TimeType,
  { start, end }: Interval,
  dialect: Dialect,
): string {
  return withinExpression(dialect.quoteIdentifier(column.name), column, { start, end, dialect });
}

/** Predicate: a value that is compared with bounds of a type lies in `[start, end)`. */
export function withinExpression(
  value: string,
  bounds: TimeType,
  { start, end, dialect }: Interval & { readonly dialect: Dialect },
): string {
  const [from, to] = [start, end].map((at) => boundSql(at, bounds, dialect));
  return `${value} >= ${from ?? ""} and ${value} < ${to ?? ""}`;
}
