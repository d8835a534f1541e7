import type { Dialect } from "../adapter/dialect.js";

/** A full name as it stands in a user's query. */
export function plainSql(name: string, dialect: Dialect): string {
  return name
    .split(".")
    .map((part) => dialect.quoteIdentifier(part))
    .join(".");
}
