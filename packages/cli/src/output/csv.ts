import type { Row, SqlValue } from "@sluice/core";
import { toText } from "./json-value.js";

const mustQuote = /[",\r\n]|^\s|\s$/;

/** One field by RFC 4180; null is the empty field, the empty text `""`. */
export function csvField(value: SqlValue | undefined): string {
  if (value === null || value === undefined) return "";
  const text = toText(value);
  return text === "" || mustQuote.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The header record, with its line break. */
export function csvHeader(columns: readonly string[]): string {
  return `${columns.map(csvField).join(",")}\r\n`;
}

/** One record, with its line break. */
export function csvRecord(columns: readonly string[], row: Row): string {
  return `${columns.map((column) => csvField(row[column])).join(",")}\r\n`;
}
