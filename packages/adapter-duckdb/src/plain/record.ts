/** One value of a record. */
export interface Cell {
  /** Pattern of what stands between the value before and this one. */
  readonly before: string;
  /** Column of the value; undefined where it is of no interest. */
  readonly column: string | undefined;
  /** Pattern of any value. */
  readonly any: string;
  /** Pattern of the values that the engine's reader takes unchanged; undefined where none are known to be. */
  readonly plain: string | undefined;
}

/** How all records of a file look. Patterns are of bytes as Latin-1 and match in one way only. */
export interface RecordForm {
  readonly cells: readonly Cell[];
  /** Pattern of what ends a record. */
  readonly end: string;
  /** Pattern of what may stand behind the last record. */
  readonly tail: string;
  /** Where the first record begins, in bytes. */
  readonly start: number;
  /** The records are the elements of an array. */
  readonly isArray?: boolean;
}

/** Matches as many records as follow each other. */
export const recordsPattern = ({ cells, end }: RecordForm): RegExp =>
  new RegExp(`(?:${cells.map((cell) => cell.before + valueOf(cell)).join("")}${end})*`, "y");

/** The form without a plain pattern for the first value of a record that does not match; undefined where it has none. */
export function relaxed(form: RecordForm, record: string): RecordForm | undefined {
  const at = firstMismatch(form, record);
  if (at === undefined || form.cells[at]?.plain === undefined) return undefined;
  const cells = form.cells.map((cell, i) => (i === at ? { ...cell, plain: undefined } : cell));
  return { ...form, cells };
}

function firstMismatch({ cells, end }: RecordForm, record: string): number | undefined {
  let position = 0;
  for (const [i, cell] of cells.entries()) {
    const next = cells[i + 1]?.before ?? end;
    const pattern = new RegExp(`${cell.before}${valueOf(cell)}(?=${next})`, "y");
    pattern.lastIndex = position;
    if (!pattern.test(record)) return i;
    position = pattern.lastIndex;
  }
  return undefined;
}

const valueOf = ({ plain, any }: Cell) => plain ?? any;

/** Columns that have a plain pattern. */
export const plainNames = ({ cells }: RecordForm): readonly string[] =>
  cells.flatMap(({ column, plain }) =>
    column === undefined || plain === undefined ? [] : [column],
  );

/** A text as a pattern that matches itself. */
export const literally = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
