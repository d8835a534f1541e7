/** A row of the input. Times are whole hours since the first day. */
export interface InputRow {
  readonly id: number;
  readonly hour: number;
  readonly amount: number;
  readonly gone: boolean;
  /** When the row changed, as it says. */
  readonly changed: number;
}

/** A query. Every query gives the values that it reads times its factor. */
export interface Query {
  readonly factor: number;
  /** Texts without effect on the rows: another way to write it, and a column that nobody reads. */
  readonly text: string;
}

/** The queries that the rows of a table follow from. */
export interface Logic {
  readonly own: Query;
  /** Those above, from the input on. */
  readonly above: readonly Query[];
}

/** The environment with the plain names. */
export const PRODUCTION = "prod";

/** Options of a kind, as far as rows follow from them. Times are whole hours. */
export interface Options {
  /** Those of which another value is an own edit, as one text. */
  readonly edit: string;
  /** `forward_only`, and always for kinds whose edits go forward only. */
  readonly forwardOnly?: boolean;
  /** A history, which no option of a command begins anew. */
  readonly isHistory?: boolean;
  readonly grain?: number;
  readonly lookback?: number;
  /** `on_late_input: recompute`. */
  readonly takesLate?: boolean;
  readonly start?: number;
  readonly deletes?: "ignore" | "missing" | "column" | "invalidate" | "new_record";
  /** The key has the column `gone` beside `id`. */
  readonly isKeyWide?: boolean;
  /** The rows of an append have a time. */
  readonly isTimed?: boolean;
  /** The kind goes by the column `changed`. */
  readonly isDated?: boolean;
  /** The query gives a further column, and what becomes of the table where it gives others than the table has. */
  readonly note?: boolean;
  readonly onSchemaChange?: "append" | "sync" | "rebuild" | "fail";
  /** The query gives the rows up to `$now` alone. */
  readonly readsNow?: boolean;
}

/** The input, the clock and the queries at a build. */
export interface BuildInput {
  readonly environment: string;
  readonly rows: readonly InputRow[];
  /** How often everything that the tables read was built anew, whatever its rows. */
  readonly rebuilds: number;
  readonly now: number;
  readonly logic: Logic;
  readonly options: Options;
  /** An option of the command. */
  readonly option?: "rebuild" | "forward only" | undefined;
}

/** A range of hours, `[start, end)`. */
export interface HourRange {
  readonly start: number;
  readonly end: number;
}

/** The value that the queries give for an amount. */
export function valueOf(amount: number, { own, above }: Logic): number {
  return above.reduce((value, { factor }) => value * factor, amount * own.factor);
}

/** The content of an input, for "the input has changed". */
export function contentOf(rows: readonly InputRow[]): string {
  return JSON.stringify([...rows].sort((a, b) => a.id - b.id));
}
