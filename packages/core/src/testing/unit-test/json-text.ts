import type { Cell, CellReader } from "./cell.js";

const jsonNumber = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?$/;

/** A value as JSON text; numbers keep the digits that are written. Infinities and NaN, which JSON lacks, are refused. */
export function jsonText(cell: Cell, reader: CellReader): string {
  const { value, path } = cell;
  const part = (inner: unknown, key: PropertyKey) =>
    jsonText({ value: inner, path: [...path, key] }, reader);
  if (Array.isArray(value)) return `[${value.map(part).join(",")}]`;
  if (value instanceof Date) return JSON.stringify(value);
  if (value instanceof Map) return jsonText({ value: Object.fromEntries(value), path }, reader);
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
    return `{${entries.map(([name, inner]) => `${JSON.stringify(name)}:${part(inner, name)}`).join(",")}}`;
  }
  const written = reader.written(path);
  if (written !== undefined && jsonNumber.test(written)) return written;
  if (typeof value === "bigint") return String(value);
  if (typeof value === "number" && !Number.isFinite(value)) {
    return reader.refuse(cell, `takes no ${String(value)}`, "JSON has neither NaN nor infinities.");
  }
  return JSON.stringify(value ?? null);
}
