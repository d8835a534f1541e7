import type { DuckType } from "../duck-type.js";
import { exactDecimal, exactFloat, exactInteger, isFloat } from "./numbers.js";
import { exactDate, exactInterval, exactTime, exactTimestamp } from "./times.js";

/** The SQL that casts a text to a type without parts, or gives null. */
export type ScalarCast = (text: string, type: DuckType, sql: string) => string;

/** Cast of a text to a type without parts. */
export function exactScalar(text: string, type: DuckType, sql: string): string {
  const { name } = type;
  if (/INT(EGER)?$|^BIGNUM$/.test(name)) return exactInteger(text, sql);
  if (isFloat(name)) return exactFloat(text, sql, name);
  if (name.startsWith("TIMESTAMP")) return exactTimestamp(text, sql, name);
  if (name.startsWith("TIME")) return exactTime(text, sql, name);
  switch (name) {
    case "DECIMAL":
      return exactDecimal(text, sql, type.sizes[1] ?? 0);
    case "DATE":
      return exactDate(text, sql);
    case "INTERVAL":
      return exactInterval(text, sql);
    // The engine takes one spelling of each of these values, or several that mean the same.
    case "VARCHAR":
    case "BOOLEAN":
    case "UUID":
    case "BLOB":
    case "ENUM":
    case "JSON":
      return `try_cast(${text} as ${sql})`;
    default:
      return unchanged(text, sql);
  }
}

/** The value where it is written back as the same text. */
export function unchanged(text: string, type: string): string {
  const value = `try_cast(${text} as ${type})`;
  return `case when cast(${value} as varchar) = ${text} then ${value} end`;
}
