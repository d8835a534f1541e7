import type { Row, SqlInterval, SqlValue } from "@sluice/core";

/** What JSON can say. */
export type JsonValue =
  null | boolean | number | string | JsonValue[] | { [key: string]: JsonValue };

/**
 * A value of a row as JSON without loss: integers beyond 2^53, decimals, dates and times are strings, NaN and
 * infinities too; blobs base64; intervals `{months, days, micros}`; maps lists of `{key, value}`.
 */
export function toJson(value: SqlValue | undefined): JsonValue {
  if (value === null || value === undefined) return null;
  if (typeof value === "bigint") return bigintToJson(value);
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (typeof value !== "object") return value;
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (isList(value)) return value.map(toJson);
  if (value instanceof Map) return mapToJson(value);
  if (isInterval(value)) {
    return { months: value.months, days: value.days, micros: bigintToJson(value.micros) };
  }
  return objectToJson(value as Row);
}

/** A row as a JSON object, columns in order. */
export function rowToJson(row: Row): Record<string, JsonValue> {
  return objectToJson(row);
}

function objectToJson(value: Row): Record<string, JsonValue> {
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toJson(item)]));
}

function bigintToJson(value: bigint): JsonValue {
  const safe = value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER;
  return safe ? Number(value) : String(value);
}

function mapToJson(value: ReadonlyMap<SqlValue, SqlValue>): JsonValue {
  return Array.from(value, ([key, item]) => ({ key: toJson(key), value: toJson(item) }));
}

export function isList(value: unknown): value is readonly SqlValue[] {
  return Array.isArray(value);
}

export function isInterval(value: object): value is SqlInterval {
  return (
    "micros" in value && typeof value.micros === "bigint" && "months" in value && "days" in value
  );
}

/** Text of a value for csv and tables; null is the caller's business. */
export function toText(value: SqlValue): string {
  if (typeof value === "string") return value;
  if (typeof value === "bigint" || typeof value === "boolean" || typeof value === "number") {
    return String(value);
  }
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (value !== null && !isList(value) && isInterval(value)) return intervalText(value);
  return JSON.stringify(toJson(value));
}

/** `1 year 2 months 3 days 04:05:06.5`. */
function intervalText({ months, days, micros }: SqlInterval): string {
  const years = Math.trunc(months / 12);
  const parts = [part(years, "year"), part(months % 12, "month"), part(days, "day")];
  if (micros !== 0n || (months === 0 && days === 0)) parts.push(clockText(micros));
  return parts.filter((text) => text !== "").join(" ");
}

function part(value: number, unit: string): string {
  if (value === 0) return "";
  return `${String(value)} ${unit}${Math.abs(value) === 1 ? "" : "s"}`;
}

function clockText(micros: bigint): string {
  const sign = micros < 0n ? "-" : "";
  const whole = micros < 0n ? -micros : micros;
  const two = (value: bigint) => String(value).padStart(2, "0");
  const fraction = String(whole % 1_000_000n)
    .padStart(6, "0")
    .replace(/0+$/, "");
  const time = whole / 1_000_000n;
  const text = `${two(time / 3600n)}:${two((time / 60n) % 60n)}:${two(time % 60n)}`;
  return sign + text + (fraction === "" ? "" : `.${fraction}`);
}
