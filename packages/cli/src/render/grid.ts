import type { Cell, TableColumn } from "./table.js";
import { displayWidth, pad } from "./width.js";

/** Lines in aligned columns two spaces apart, with a header unless it is empty: for lists, not for data. */
export function renderGrid(
  columns: readonly TableColumn[],
  rows: readonly (readonly Cell[])[],
  head: (text: string) => string = (text) => text,
): string[] {
  const widths = columns.map((column, i) =>
    rows.reduce(
      (most, row) => Math.max(most, displayWidth(row[i]?.text ?? "")),
      displayWidth(column.header),
    ),
  );
  const line = (cells: readonly Cell[]) =>
    columns
      .map((column, i) => {
        const cell = cells[i] ?? { text: "" };
        const text = cell.style ? cell.style(cell.text) : cell.text;
        return pad(text, widths[i] ?? 0, column.align);
      })
      .join("  ")
      .trimEnd();
  const header = columns.some((c) => c.header !== "")
    ? [line(columns.map((c) => ({ text: c.header, style: head })))]
    : [];
  return [...header, ...rows.map(line)];
}
