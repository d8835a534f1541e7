import type { Dialect, TypeKind } from "../adapter/dialect.js";

const dayMs = 86_400_000;
const timeKinds: readonly TypeKind[] = ["date", "timestamp", "timestamptz", "integer", "bigint"];

/** True for types that can say when: dates, timestamps, and integers of seconds since 1970. */
export function isTimeType(type: string, dialect: Dialect): boolean {
  return timeKinds.includes(dialect.parseType(type).kind);
}

/**
 * An instant as SQL of the type of a time column, so that rows are compared with a bound of their own type. A bound
 * within a day becomes the next day for dates: a day that has begun is computed whole.
 */
export function boundSql(at: number, type: string, dialect: Dialect): string {
  switch (dialect.parseType(type).kind) {
    case "date":
      return dialect.literal(new Date(Math.ceil(at / dayMs) * dayMs), type);
    case "integer":
    case "bigint":
      return dialect.literal(BigInt(Math.ceil(at / 1000)), type);
    default:
      return dialect.literal(new Date(at), type);
  }
}

/** Predicate: the column lies in `[start, end)`. */
export function withinSql(
  column: { readonly name: string; readonly type: string },
  { start, end }: { readonly start: number; readonly end: number },
  dialect: Dialect,
): string {
  const name = dialect.quoteIdentifier(column.name);
  const [from, to] = [start, end].map((at) => boundSql(at, column.type, dialect));
  return `${name} >= ${from ?? ""} and ${name} < ${to ?? ""}`;
}
