import type { ColumnInfo, Dialect, TypeKind } from "@sluice/core/adapter";
import { z } from "zod";

/** A value an author compares a column with. */
export type Literal = string | number | boolean | bigint;

/** zod schema of {@link Literal}; numbers are finite. */
export const literalSchema = z.union([z.string(), z.number(), z.boolean(), z.bigint()], {
  error: "expected text, a finite number or true/false",
});

/** A column as far as it is known: before binding, nothing is. */
export interface Comparison {
  readonly column?: ColumnInfo | undefined;
  readonly dialect: Dialect;
}

const integerText = /^[+-]?\d+$/;
const numberText = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?$/;
const dateText = /^\d{4,6}-\d{2}-\d{2}/;
const zoneText = /(Z|[+-]\d{2}(:?\d{2})?)$/i;
/** Significant decimal digits a double always keeps. */
const DOUBLE_DIGITS = 15;

/** Why a value cannot be compared with the column, as the end of a sentence; undefined when it can. */
export function literalProblem(
  value: Literal,
  { column, dialect }: Comparison,
): string | undefined {
  if (!column) return undefined;
  const { kind } = dialect.parseType(column.type);
  const fits = accepts[kind]?.(value) ?? true;
  return fits
    ? undefined
    : `${show(value)} cannot be compared with \`${column.name}\` (${column.type})`;
}

const isNumber = (value: Literal) =>
  typeof value === "number" ||
  typeof value === "bigint" ||
  (typeof value === "string" && numberText.test(value.trim()));
const isDate = (value: Literal) =>
  typeof value === "string" &&
  dateText.test(value) &&
  !Number.isNaN(Date.parse(value.slice(0, 10)));

const accepts: Partial<Record<TypeKind, (value: Literal) => boolean>> = {
  integer: isNumber,
  bigint: isNumber,
  decimal: isNumber,
  float: isNumber,
  boolean: (value) => typeof value === "boolean" || /^(true|false)$/i.test(String(value)),
  date: isDate,
  timestamp: isDate,
  timestamptz: isDate,
};

/** SQL of a value to compare with a column: typed where the engine would otherwise guess. */
export function literalSql(value: Literal, { column, dialect }: Comparison): string {
  if (!column) return dialect.literal(untyped(value));
  const { type } = column;
  switch (dialect.parseType(type).kind) {
    case "integer":
    case "bigint":
      return dialect.literal(untyped(value));
    case "decimal":
      return isLong(value)
        ? dialect.literal(String(value).trim(), type)
        : dialect.literal(untyped(value));
    case "float":
      // 0.1 as a 32-bit float is not 0.1 as a double: compare in the column's own precision.
      return dialect.literal(Number(value), type);
    case "text":
    case "enum":
      return dialect.literal(String(value));
    case "boolean":
      return dialect.literal(String(value).toLowerCase() === "true");
    case "date":
      return dialect.literal(String(value).slice(0, 10), type);
    case "timestamp":
    case "time":
    case "uuid":
      return dialect.literal(String(value), type);
    case "timestamptz":
      return dialect.literal(inUtc(String(value)), type);
    default:
      return dialect.literal(value);
  }
}

function untyped(value: Literal): Literal {
  if (typeof value !== "string") return value;
  const text = value.trim();
  if (integerText.test(text)) return BigInt(text.replace(/^\+/, ""));
  return numberText.test(text) ? Number(text) : value;
}

function isLong(value: Literal): boolean {
  if (typeof value !== "string" || integerText.test(value.trim())) return false;
  return value.replace(/\D/g, "").length > DOUBLE_DIGITS;
}

/** Text without a zone means UTC, whatever the session's zone is. */
function inUtc(text: string): string {
  if (text.length <= 10) return `${text} 00:00:00+00`;
  return zoneText.test(text) ? text : `${text}+00`;
}

function show(value: Literal): string {
  return typeof value === "string" ? `"${value}"` : String(value);
}
