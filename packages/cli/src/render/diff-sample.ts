import type { ColumnDiff, Row } from "@sluice/core";
import type { Colours } from "../io/io.js";
import { columnsOfRows, dataCell } from "../output/data-cell.js";
import { layoutTable, renderTable, type Cell, type TableColumn } from "./table.js";

/** How a difference is told. */
export interface DiffLayout {
  readonly colours: Colours;
  /** Cells a line may take. */
  readonly width?: number | undefined;
  /** Names of the two environments. */
  readonly a: string;
  readonly b: string;
}

/** Headers of both values; numbers stand to the right. */
export function valueColumns(sample: ColumnDiff["sample"], { a, b }: DiffLayout): TableColumn[] {
  const columns = columnsOfRows(sample.map((row) => ({ a: row.a, b: row.b })));
  const align = columns.every((column) => column.align === "right") ? "right" : "left";
  return [
    { header: a, align },
    { header: b, align },
  ];
}

/** Rows of a sample: the key, and what stands beside it. */
export interface Sample {
  readonly title: string;
  readonly rows: readonly { readonly key: Row; readonly more: readonly (string | null)[] }[];
  /** Headers of what stands beside the key. */
  readonly more: readonly TableColumn[];
}

/** A titled table of a sample; nothing of an empty one. */
export function renderSample(
  { title, rows, more }: Sample,
  { colours, width }: DiffLayout,
): string[] {
  if (rows.length === 0) return [];
  const keyColumns = columnsOfRows(rows.map(({ key }) => key));
  const keys = rows.map(({ key }) => Object.values(key).map((v) => sampleCell(v, colours)));
  const beside = rows.map((row) => row.more.map((value) => sampleCell(value, colours)));
  const options = { width: width === undefined ? undefined : width - 4, head: colours.bold };
  const columns = [...keyColumns, ...more];
  const cells = keys.map((key, i) => [...key, ...(beside[i] ?? [])]);
  // A table leaves out what stands at the right: of a wide key rather a part than the values.
  const table =
    layoutTable(columns, cells, options.width).hidden === 0
      ? renderTable(columns, cells, options)
      : renderTable(
          [...more, ...keyColumns],
          keys.map((key, i) => [...(beside[i] ?? []), ...key]),
          options,
        );
  return ["", title, ...indented(table)];
}

/** A value; a text that is empty, or differs from another by blanks at its ends only, shows where it ends. */
function sampleCell(value: Row[string] | undefined, colours: Colours): Cell {
  const cell = dataCell(value, colours);
  const unclear = typeof value === "string" && value.trim() !== value;
  return value === "" || unclear ? { ...cell, text: `"${cell.text}"` } : cell;
}

/** Lines two cells to the right; empty ones stay empty. */
export function indented(lines: readonly string[]): string[] {
  return lines.map((line) => (line === "" ? "" : `  ${line}`));
}
