import { counted } from "./amounts.js";
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
  /** No width limits the lines: what is wider than its column is printed whole. */
  readonly open: boolean;
}

/** Narrower texts say too little: rather fewer columns, each of them legible. */
const narrowest = 12;
const between = 3;
const edge = 1;

/**
 * Chooses widths: as wide as the content, the widest texts cut first, the rightmost columns left out when even that
 * is too much. Numbers are never cut: a shorter number is another number.
 */
export function layoutTable(
  columns: readonly TableColumn[],
  rows: readonly (readonly Cell[])[],
  width = Infinity,
): TableLayout {
  const natural = columns.map((column, i) => ({
    width: rows.reduce(
      (most, row) => Math.max(most, displayWidth(row[i]?.text ?? "")),
      displayWidth(column.header),
    ),
    fixed: column.align === "right",
  }));
  let shown = natural.length;
  while (shown > 1 && total(capped(natural.slice(0, shown), narrowest)) > width) shown -= 1;
  const widths = shrink(natural.slice(0, shown), width);
  return { widths, hidden: natural.length - shown, open: width === Infinity };
}

interface NaturalWidth {
  readonly width: number;
  readonly fixed: boolean;
}

function capped(natural: readonly NaturalWidth[], cap: number): number[] {
  return natural.map(({ width, fixed }) => (fixed ? width : Math.min(width, cap)));
}

function total(widths: readonly number[]): number {
  return (
    widths.reduce((sum, w) => sum + w, 0) + between * Math.max(0, widths.length - 1) + 2 * edge
  );
}

function shrink(natural: readonly NaturalWidth[], width: number): number[] {
  let cap = Math.max(narrowest, ...natural.map((column) => column.width));
  while (cap > 1 && total(capped(natural, cap)) > width) cap -= 1;
  return capped(natural, cap);
}

/** One line of cells. */
export function tableRow(
  columns: readonly TableColumn[],
  layout: TableLayout,
  cells: readonly Cell[],
): string {
  const parts = layout.widths.map((width, i) => {
    const cell = cells[i] ?? { text: "" };
    const whole = layout.open || columns[i]?.align === "right";
    const text = whole ? cell.text : truncate(cell.text, width);
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
  const note = hiddenNote(columns, layout, options.width);
  return note === undefined ? lines : [...lines, ` ${note}`];
}

/** Says which columns the terminal had no room for; undefined when none was left out. */
export function hiddenNote(
  columns: readonly TableColumn[],
  { hidden, widths }: TableLayout,
  width = Infinity,
): string | undefined {
  if (hidden === 0) return undefined;
  const names = columns.slice(widths.length).map((column) => column.header);
  const more = counted(hidden, "more column does", "more columns do");
  return truncate(`${more} not fit: ${names.join(", ")}`, width - 1);
}
