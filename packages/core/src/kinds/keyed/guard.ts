import type { Row } from "../../warehouse/values.js";
import type { Diagnostic } from "../../base/errors/sluice-error.js";

/** A question put to the engine before a table is written. */
export interface Guard {
  /** A query of a few rows; none where all is well. */
  readonly sql: string;
  /** What its rows mean: an error refuses the write, a warning is told beside it. */
  readonly finding: (rows: readonly Row[]) => Diagnostic | undefined;
}

/** A whole number in a row. */
export function countIn(row: Row | undefined, column: string): number {
  return Number(row?.[column] ?? 0);
}

/** `1 row`, `3 rows`. */
export function counted(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? "" : "s"}`;
}
