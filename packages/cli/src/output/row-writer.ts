import type { ColumnInfo, Row } from "@sluice/core/adapter";
import { csvHeader, csvRecord } from "./csv.js";
import { rowToJson } from "./json-value.js";

/** Turns rows into text, piece by piece; memory does not grow with the result. */
export interface RowWriter {
  /** Text before the first row. */
  begin(columns: readonly ColumnInfo[]): string;
  row(row: Row): string;
  /** Text after the last row. */
  end(): string;
  /** Remarks for stderr, after the end. */
  notes?(): readonly string[];
}

/** Writers of the formats that need no terminal. */
export const rowWriters: Readonly<Record<"json" | "ndjson" | "csv", () => RowWriter>> = {
  json: jsonWriter,
  ndjson: ndjsonWriter,
  csv: csvWriter,
};

function csvWriter(): RowWriter {
  let names: readonly string[] = [];
  return {
    begin(columns) {
      names = columns.map((column) => column.name);
      return csvHeader(names);
    },
    row: (row) => csvRecord(names, row),
    end: () => "",
  };
}

function ndjsonWriter(): RowWriter {
  return { begin: () => "", row: (row) => `${JSON.stringify(rowToJson(row))}\n`, end: () => "" };
}

function jsonWriter(): RowWriter {
  let before = "[\n";
  return {
    begin: () => "",
    row(row) {
      const text = `${before}  ${JSON.stringify(rowToJson(row))}`;
      before = ",\n";
      return text;
    },
    end: () => (before === ",\n" ? "\n]\n" : "[]\n"),
  };
}
