import { SluiceError, type SqlValue } from "@sluice/core/adapter";
import { isInterval } from "../literals.js";

/** The text that `castExact` reads as this value. */
export function exactText(value: SqlValue): string {
  if (value === null) return "NULL";
  if (typeof value === "string") return value;
  if (typeof value !== "object") return Object.is(value, -0) ? "-0.0" : String(value);
  if (value instanceof Date) return dateText(value);
  if (value instanceof Uint8Array) return blobText(value);
  if (Array.isArray(value)) return `[${(value as readonly SqlValue[]).map(part).join(", ")}]`;
  if (value instanceof Map) {
    const entries = [...(value as ReadonlyMap<SqlValue, SqlValue>)];
    return `{${entries.map(([key, item]) => `${part(key)}=${part(item)}`).join(", ")}}`;
  }
  if (isInterval(value)) {
    return `${value.months} months ${value.days} days ${value.micros} microseconds`;
  }
  const fields = Object.entries(value as Readonly<Record<string, SqlValue>>);
  return `{${fields.map(([name, item]) => `${part(name)}: ${part(item)}`).join(", ")}}`;
}

/** A text without quotes, brackets, separators and spaces. */
const plain = /^[\w.+-]+$/;

/**
 * Text of a part of a nested value. The engine looks for closing brackets inside the quotes of nested parts: a part with
 * quotes in it stands in quotes as a whole.
 */
function part(value: SqlValue): string {
  const text = exactText(value);
  const isNested =
    typeof value === "object" && value !== null && (Array.isArray(value) || text.startsWith("{"));
  const isSafe = isNested
    ? !/['"\\]/.test(text)
    : plain.test(text) && (value === null || !/^null$/i.test(text));
  return isSafe ? text : `'${text.replace(/[\\']/g, "\\$&")}'`;
}

function blobText(bytes: Uint8Array): string {
  return [...bytes].map((byte) => `\\x${byte.toString(16).padStart(2, "0")}`).join("");
}

function dateText(value: Date): string {
  if (!Number.isNaN(value.getTime())) return value.toISOString();
  throw new SluiceError({
    code: "ADAPTER.VALUE",
    message: "DuckDB has no text for an invalid Date.",
  });
}
