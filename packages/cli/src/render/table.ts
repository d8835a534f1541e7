import { displayWidth, pad, truncate } from "./width.js";

/** A cell: its text, and a colour to put on after the layout. */
export interface Cell {
  readonly text: string;
  readonly style?: ((text: string) => string) | undefined;
}

export interface TableColumn {
  readonly header: string;
  readonly align?: "left" | "right" | undefined;
}

export interface TableLayout {
  /** Widths of the columns shown. */
  readonly widths: readonly number[];
  /** Columns at the right that did not fit. */
  readonly hidden: number;
}

const narrowest = 6;
const between = 3;
const edge = 1;

/** Chooses widths: as wide as the content, the widest columns cut first, the rightmost left out when even that is too much. */
export function layoutTable(
  columns: readonly TableColumn[],
  rows: readonly (readonly Cell[])[],
  width = Infinity,
): TableLayout {
  const natural = columns.map((column, i) =>
    rows.reduce(
      (most, row) => Math.max(most, displayWidth(row[i]?.text ?? "")),
      displayWidth(column.header),
    ),
  );
  let shown = natural.length;
  while (shown > 1 && total(natural.slice(0, shown).map((w) => Math.min(w, narrowest))) > width)
    shown -= 1;
  return { widths: shrink(natural.slice(0, shown), width), hidden: natural.length - shown };
}

function total(widths: readonly number[]): number {
  return (
    widths.reduce((sum, w) => sum + w, 0) + between * Math.max(0, widths.length - 1) + 2 * edge
  );
}

function shrink(natural: readonly number[], width: number): number[] {
  if (total(natural) <= width) return [...natural];
  const room = width - total(natural.map(() => 0));
  let cap = Math.max(narrowest, ...natural);
  const used = (limit: number) => natural.reduce((sum, w) => sum + Math.min(w, limit), 0);
  while (cap > narrowest && used(cap) > room) cap -= 1;
  return natural.map((w) => Math.max(1, Math.min(w, cap)));
}

/** One line of cells. */
export function tableRow(
  columns: readonly TableColumn[],
  layout: TableLayout,
  cells: readonly Cell[],
): string {
  const parts = layout.widths.map((width, i) => {
    const cell = cells[i] ?? { text: "" };
    const text = truncate(cell.text, width);
    return pad(cell.style ? cell.style(text) : text, width, columns[i]?.align);
  });
  return ` ${parts.join(" │ ")}`.trimEnd();
}

/** Header and rule. */
export function tableHead(
  columns: readonly TableColumn[],
  layout: TableLayout,
  style?: (text: string) => string,
): string[] {
  const cells = columns.map((column) => ({ text: column.header, style }));
  const rule = layout.widths.map((w) => "─".repeat(w + 2)).join("┼");
  return [tableRow(columns, layout, cells), rule];
}

export interface TableOptions {
  readonly width?: number | undefined;
  readonly head?: ((text: string) => string) | undefined;
}

/** A whole table as lines, with a note when columns were left out. */
export function renderTable(
  columns: readonly TableColumn[],
  rows: readonly (readonly Cell[])[],
  options: TableOptions = {},
): string[] {
  const layout = layoutTable(columns, rows, options.width);
  const lines = [
    ...tableHead(columns, layout, options.head),
    ...rows.map((row) => tableRow(columns, layout, row)),
  ];
  return layout.hidden > 0 ? [...lines, hiddenNote(columns, layout)] : lines;
}

/** Says which columns the terminal had no room for. */
export function hiddenNote(columns: readonly TableColumn[], layout: TableLayout): string {
  const names = columns.slice(layout.widths.length).map((c) => c.header);
  const some = names.slice(0, 4).join(", ") + (names.length > 4 ? ", …" : "");
  return ` not shown for want of width: ${some} (${String(layout.hidden)} of ${String(columns.length)} columns)`;
}
