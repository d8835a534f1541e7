/** A row of the input. Times are whole hours since the first day. */
export interface InputRow {
  readonly id: number;
  readonly hour: number;
  readonly amount: number;
  readonly gone: boolean;
}

/** The input, the clock and the query of the model at a build. */
export interface BuildInput {
  readonly rows: readonly InputRow[];
  readonly now: number;
  /** The query gives `amount * factor`: another factor is an edit that changes values. */
  readonly factor: number;
}

/** A range of hours, `[start, end)`. */
export interface HourRange {
  readonly start: number;
  readonly end: number;
}

/** Rows as comparable texts. */
export type Rows = readonly string[];

/** One incremental table or snapshot. Comments number the rules of each kind. */
export interface SimulatedTable {
  /** Returns false where the build is refused; the table is then as it was. */
  build(input: BuildInput): boolean;
  readonly rows: Rows;
}

/** The content of an input, for "the input has changed". */
export function contentOf(rows: readonly InputRow[]): string {
  return JSON.stringify([...rows].sort((a, b) => a.id - b.id));
}
