import type { Cell, TableColumn } from "./table.js";
import { displayWidth, pad, truncate } from "./width.js";

export interface GridColumn extends TableColumn {
  /** Left out where the terminal has no room for all columns; the last such column goes first. */
  readonly optional?: boolean | undefined;
}

export interface GridOptions {
  /** Style of the header. */
  readonly head?: ((text: string) => string) | undefined;
  /** Cells a line may take; what is too long in the last column is cut. */
  readonly width?: number | undefined;
}

const gap = 2;

/** Lines in aligned columns two spaces apart, with a header unless it is empty: for lists, not for data. */
export function renderGrid(
  columns: readonly GridColumn[],
  rows: readonly (readonly Cell[])[],
  { head = (text) => text, width = Infinity }: GridOptions = {},
): string[] {
  const natural = columns.map(({ header }, i) =>
    rows.reduce(
      (most, row) => Math.max(most, displayWidth(row[i]?.text ?? "")),
      displayWidth(header),
    ),
  );
  const shown = shownColumns(columns, natural, width);
  const line = (cells: readonly Cell[]) => gridLine(cells, { columns, shown, natural, width });
  const header = columns.some((column) => column.header !== "")
    ? [line(columns.map((column) => ({ text: column.header, style: head })))]
    : [];
  return [...header, ...rows.map(line)];
}

/** Indexes of the columns that are shown. */
function shownColumns(
  columns: readonly GridColumn[],
  natural: readonly number[],
  width: number,
): number[] {
  let shown = columns.map((_, i) => i);
  const cells = () => shown.reduce((sum, i) => sum + (natural[i] ?? 0) + gap, -gap);
  while (cells() > width) {
    const drop = shown.findLast((i) => columns[i]?.optional === true);
    if (drop === undefined) break;
    shown = shown.filter((i) => i !== drop);
  }
  return shown;
}

interface GridLayout {
  readonly columns: readonly GridColumn[];
  readonly shown: readonly number[];
  readonly natural: readonly number[];
  readonly width: number;
}

function gridLine(cells: readonly Cell[], layout: GridLayout): string {
  const { columns, shown, natural, width } = layout;
  let used = 0;
  const parts = shown.map((i) => {
    const cell = cells[i] ?? { text: "" };
    const last = i === shown.at(-1);
    const text = last ? truncate(cell.text, Math.max(1, width - used)) : cell.text;
    used += (natural[i] ?? 0) + gap;
    const fill = last && columns[i]?.align !== "right" ? 0 : (natural[i] ?? 0);
    return pad(cell.style ? cell.style(text) : text, fill, columns[i]?.align);
  });
  return parts.join(" ".repeat(gap)).trimEnd();
}
