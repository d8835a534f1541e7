import type { ColumnInfo, Dialect } from "../adapter/dialect.js";

/** Names that mean one column: engines fold the case of A to Z and of no other letter. */
export function sameName(a: string, b: string): boolean {
  return foldName(a) === foldName(b);
}

/** The form of a column's name that is the same for all its spellings. */
export function foldName(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** The column of that name, if there is one. */
export function columnNamed(columns: readonly ColumnInfo[], name: string): ColumnInfo | undefined {
  return columns.find((column) => sameName(column.name, name));
}

/** `"a", "b"`, or `s."a", s."b"` behind an alias. */
export function columnList(names: readonly string[], dialect: Dialect, alias?: string): string {
  const prefix = alias === undefined ? "" : `${alias}.`;
  return names.map((name) => `${prefix}${dialect.quoteIdentifier(name)}`).join(", ");
}

/** Aliases of two rows that are compared. */
type Pair = readonly [string, string];

/** Predicate: two rows agree in these columns, null with null. */
export function agree(pair: Pair, names: readonly string[], dialect: Dialect): string {
  const is = (column: string) => `${pair[0]}.${column} is not distinct from ${pair[1]}.${column}`;
  return names.map((name) => is(dialect.quoteIdentifier(name))).join(" and ");
}

/** Predicate: two rows differ in one of these columns; null differs from every value. */
export function differ(pair: Pair, names: readonly string[], dialect: Dialect): string {
  const is = (column: string) => `${pair[0]}.${column} is distinct from ${pair[1]}.${column}`;
  return `(${names.map((name) => is(dialect.quoteIdentifier(name))).join(" or ") || "false"})`;
}

/** An expression as text, for people and for comparison to the last digit. */
export function asText(expression: string, dialect: Dialect): string {
  return dialect.cast(expression, dialect.typeFor("text") ?? "text");
}
