import type { Dialect } from "../../warehouse/dialect.js";

/** `"a", "b"`, or `s."a", s."b"` behind an alias. */
export function columnList(names: readonly string[], dialect: Dialect, alias?: string): string {
  const prefix = alias === undefined ? "" : `${alias}.`;
  return names.map((name) => `${prefix}${dialect.quoteIdentifier(name)}`).join(", ");
}

/** Aliases of two rows that are compared. */
type Pair = readonly [string, string];

/** Predicate: two rows agree in these columns, null with null. */
export function agree(pair: Pair, names: readonly string[], dialect: Dialect): string {
  const is = (column: string) =>
    dialect.nullSafeEqual(`${pair[0]}.${column}`, `${pair[1]}.${column}`);
  return names.map((name) => is(dialect.quoteIdentifier(name))).join(" and ");
}

/** Predicate: two rows differ in one of these columns; null differs from every value. */
export function differ(pair: Pair, names: readonly string[], dialect: Dialect): string {
  const is = (column: string) =>
    dialect.nullSafeDistinct(`${pair[0]}.${column}`, `${pair[1]}.${column}`);
  return `(${names.map((name) => is(dialect.quoteIdentifier(name))).join(" or ") || "false"})`;
}

/** An expression as text, for people and for comparison to the last digit. */
export function asText(expression: string, dialect: Dialect): string {
  return dialect.cast(expression, dialect.typeFor("text") ?? "text");
}
