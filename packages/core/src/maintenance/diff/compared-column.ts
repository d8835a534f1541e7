import { sameName } from "@sluice/sql/text";
import type { Dialect, TypeKind } from "../../warehouse/dialect.js";
import type { ColumnPair } from "./match-columns.js";

/** What stands in the place of personal data. */
const MASK = "***";

/** A column of both sides and how its values are compared. */
export interface ComparedColumn {
  /** As a writes it. */
  readonly name: string;
  readonly nameB: string;
  /** Both sides are cast to this type first; undefined where the engine compares them as they are. */
  readonly castTo: string | undefined;
  /** NaN may occur and is equal to NaN. */
  readonly float: boolean;
  /** Greatest difference that still counts as equal; undefined for exact comparison. */
  readonly tolerance: number | undefined;
  readonly isText: boolean;
  /** Personal data: its values do not leave the warehouse. */
  readonly masked: boolean;
}

/** What decides how columns are compared. */
export interface ComparisonRules {
  readonly dialect: Dialect;
  /** Greatest difference of floats and decimals that counts as equal. */
  readonly tolerance?: number | undefined;
  /** Names of the columns with personal data; `all` where that is not known. */
  readonly masked: readonly string[] | "all";
}

/** How the values of a pair of columns are compared. */
export function comparedColumn(pair: ColumnPair, rules: ComparisonRules): ComparedColumn {
  const { dialect, tolerance, masked } = rules;
  const [a, b] = [dialect.parseType(pair.a.type).kind, dialect.parseType(pair.b.type).kind];
  const castTo = dialect.sameType(pair.a.type, pair.b.type) ? undefined : commonType(a, b, dialect);
  const text = dialect.typeFor("text");
  const inexact =
    isNumber(a) && isNumber(b) && [a, b].some((k) => k === "float" || k === "decimal");
  return {
    name: pair.a.name,
    nameB: pair.b.name,
    castTo,
    float: (a === "float" || b === "float") && isNumber(a) && isNumber(b),
    tolerance: inexact ? tolerance : undefined,
    isText: castTo === undefined ? a === "text" : castTo === text,
    masked: masked === "all" || masked.some((name) => sameName(name, pair.a.name)),
  };
}

/**
 * The type in which values of two different types are compared: numbers as numbers, points in time as such, everything
 * else as text, which no value fails to become.
 */
function commonType(a: TypeKind, b: TypeKind, dialect: Dialect): string | undefined {
  if (isNumber(a) && isNumber(b)) {
    return a === "float" || b === "float" ? dialect.typeFor("float") : undefined;
  }
  if (isTime(a) && isTime(b)) {
    return dialect.typeFor(
      a === "timestamptz" || b === "timestamptz" ? "timestamptz" : "timestamp",
    );
  }
  return dialect.typeFor("text");
}

function isNumber(kind: TypeKind): boolean {
  return kind === "integer" || kind === "bigint" || kind === "decimal" || kind === "float";
}

function isTime(kind: TypeKind): boolean {
  return kind === "date" || kind === "timestamp" || kind === "timestamptz";
}

/** Predicate that is never null: two values are equal, null to null and NaN to NaN included. */
export function equalSql(
  column: ComparedColumn,
  [a, b]: readonly [string, string],
  dialect: Dialect,
): string {
  const ways = [dialect.nullSafeEqual(a, b)];
  if (column.float) {
    const [x, y] = [a, b].map((value) => dialect.isNaN(asFloat(value, dialect)));
    ways.push(`coalesce(${x ?? ""} and ${y ?? ""}, false)`);
  }
  if (column.tolerance !== undefined) {
    const apart = `abs(${asFloat(a, dialect)} - ${asFloat(b, dialect)})`;
    ways.push(
      `coalesce(${apart} <= ${dialect.literal(column.tolerance, dialect.typeFor("float"))}, false)`,
    );
  }
  return ways.length === 1 ? (ways[0] ?? "") : `(${ways.join(" or ")})`;
}

function asFloat(value: string, dialect: Dialect): string {
  return dialect.cast(value, dialect.typeFor("float") ?? "double");
}

/** A value as it is shown: text as the engine writes it, personal data masked in the warehouse. */
export function shownText(column: ComparedColumn, value: string, dialect: Dialect): string {
  if (column.masked) return maskedSql(value, dialect);
  return column.isText ? value : dialect.cast(value, dialect.typeFor("text") ?? "varchar");
}

/** A value as it is, or masked. */
export function shownValue(column: ComparedColumn, value: string, dialect: Dialect): string {
  return column.masked ? maskedSql(value, dialect) : value;
}

function maskedSql(value: string, dialect: Dialect): string {
  return `case when ${value} is not null then ${dialect.literal(MASK)} end`;
}
