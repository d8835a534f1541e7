import type { ColumnInfo, SqlValue } from "@sluice/core/adapter";
import type { Colours } from "../io/io.js";
import type { Cell, TableColumn } from "../render/table.js";
import { visible } from "../render/width.js";
import { toText } from "./json-value.js";

const numeric =
  /^(?:u?(?:tiny|small|big|huge)?int(?:eger)?|int(?:64|32)?|float|double|real|decimal|numeric|bignumeric)/i;
const looksLikeNull = /^["']*null["']*$/i;

/** A table column; numbers stand to the right. */
export function dataColumn(column: ColumnInfo): TableColumn {
  const right = numeric.test(column.type) && !column.type.endsWith("]");
  return { header: visible(column.name), align: right ? "right" : "left" };
}

/** A value as a cell: NULL dimmed and bare, a text that reads `NULL` quoted, control characters visible. */
export function dataCell(value: SqlValue | undefined, colours: Colours): Cell {
  if (value === null || value === undefined) return { text: "NULL", style: colours.dim };
  const text = visible(toText(value));
  return { text: typeof value === "string" && looksLikeNull.test(text) ? `"${text}"` : text };
}

/** Column headers of rows that come without types: right-aligned where every value is a number. */
export function columnsOfRows(rows: readonly Readonly<Record<string, SqlValue>>[]): TableColumn[] {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return names.map((name) => ({
    header: visible(name),
    align: rows.every((row) => isNumeric(row[name])) ? "right" : "left",
  }));
}

function isNumeric(value: SqlValue | undefined): boolean {
  if (typeof value === "string") return /^-?\d+(?:\.\d+)?$/.test(value);
  return value == null || typeof value === "number" || typeof value === "bigint";
}
