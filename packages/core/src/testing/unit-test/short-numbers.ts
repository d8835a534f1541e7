import type { TypeInfo } from "../../warehouse/dialect.js";
import type { SqlValue } from "../../warehouse/values.js";

/** Digits with which every number of 32 bits reads back. */
const FLOAT_DIGITS = 9;

/** True for a type with a number of floating point in it, at any depth. */
export function holdsFloat({ kind, element, key, fields = [] }: TypeInfo): boolean {
  const parts = [element, key, ...fields.map(({ type }) => type)];
  return kind === "float" || parts.some((part) => part !== undefined && holdsFloat(part));
}

/**
 * A value with the shortest numbers that its type reads back, at any depth: `0.1` for a number of 32 bits, not
 * 0.10000000149011612. `text` is the engine's text of the value, which has the digits of a number of 64 bits in full.
 */
export function withShortNumbers(value: SqlValue, type: TypeInfo, text: string): SqlValue {
  const { kind, element, key, fields = [] } = type;
  if (typeof value === "number")
    return kind === "float" && !text.includes(String(value)) ? shortest(value) : value;
  if (Array.isArray(value) && element)
    return value.map((item: SqlValue) => withShortNumbers(item, element, text));
  if (value instanceof Map && key && element)
    return new Map(
      [...(value as ReadonlyMap<SqlValue, SqlValue>)].map(([name, item]) => [
        withShortNumbers(name, key, text),
        withShortNumbers(item, element, text),
      ]),
    );
  if (kind !== "struct" || typeof value !== "object" || value === null) return value;
  const given = value as Readonly<Record<string, SqlValue>>;
  return Object.fromEntries(
    fields.map(({ name, type: field }) => [
      name,
      withShortNumbers(given[name] ?? null, field, text),
    ]),
  );
}

/** The number with the fewest digits that is the same one in 32 bits; a number of 64 bits as it is. */
function shortest(value: number): number {
  if (!Number.isFinite(value) || Math.fround(value) !== value) return value;
  for (let digits = 1; digits < FLOAT_DIGITS; digits += 1) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return short;
  }
  return Number(value.toPrecision(FLOAT_DIGITS));
}
