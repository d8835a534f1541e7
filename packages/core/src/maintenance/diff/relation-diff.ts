import type { ColumnInfo } from "@sluice/sql/text";
import type { Row } from "../../warehouse/values.js";

/** How two relations, called a and b, differ. */
export interface RelationDiff {
  readonly columns: ColumnsDiff;
  /** Undefined when only columns were compared. */
  readonly rows?: RowsDiff | undefined;
}

/** Difference of columns. Names compare as the engine compares them: their case does not count. */
export interface ColumnsDiff {
  readonly onlyA: readonly ColumnInfo[];
  readonly onlyB: readonly ColumnInfo[];
  /** Columns of both whose types differ. */
  readonly retyped: readonly { readonly name: string; readonly a: string; readonly b: string }[];
}

/** Difference of rows: paired by a key, or compared whole where no key is known. */
export type RowsDiff = KeyedRowsDiff | WholeRowsDiff;

/** Columns that tell rows apart, and how they are known. */
export interface DiffKey {
  readonly columns: readonly string[];
  /** `option`: given for this comparison; `kind`: the key of the model's kind; `check`: a `unique` check. */
  readonly from: "option" | "kind" | "check";
}

/**
 * Difference of rows paired by key. Each row is counted in one place: `rowsA = onlyA + both + repeated.rowsA`, and the
 * same for b. Nulls in a key are equal to nulls.
 */
export interface KeyedRowsDiff {
  readonly by: "key";
  readonly key: DiffKey;
  readonly rowsA: number;
  readonly rowsB: number;
  readonly onlyA: number;
  readonly onlyB: number;
  /** Pairs of rows of one key. */
  readonly both: number;
  /** Pairs that differ in at least one column. */
  readonly changed: number;
  /** Rows with a null in the key. */
  readonly nullKeys: { readonly a: number; readonly b: number };
  readonly repeated: RepeatedKeys;
  /** Compared columns, the key left out, in the order of a. */
  readonly columns: readonly ColumnDiff[];
  /** Some keys that only one side has, personal data masked. */
  readonly onlyASample: readonly Row[];
  readonly onlyBSample: readonly Row[];
}

/**
 * Keys that occur more than once on a side. Their rows cannot be paired; they are compared whole instead: `unmatched`
 * counts those without an equal row on the other side.
 */
export interface RepeatedKeys {
  readonly keys: number;
  readonly rowsA: number;
  readonly rowsB: number;
  readonly unmatchedA: number;
  readonly unmatchedB: number;
  readonly sample: readonly {
    readonly key: Row;
    readonly rowsA: number;
    readonly rowsB: number;
  }[];
}

/** A column over all pairs of rows. */
export interface ColumnDiff {
  readonly name: string;
  readonly matched: number;
  readonly differing: number;
  readonly sample: readonly DifferingValue[];
}

/** A pair of values that differ, as the engine writes them; null is null. Personal data is masked. */
export interface DifferingValue {
  readonly key: Row;
  readonly a: string | null;
  readonly b: string | null;
}

/**
 * Difference of two multisets of whole rows: a row that a has three times and b once counts once in `both` and twice in
 * `onlyA`.
 */
export interface WholeRowsDiff {
  readonly by: "row";
  readonly rowsA: number;
  readonly rowsB: number;
  readonly onlyA: number;
  readonly onlyB: number;
  readonly both: number;
  /** Columns that were compared: those both sides have. */
  readonly compared: readonly string[];
  readonly onlyASample: readonly SurplusRow[];
  readonly onlyBSample: readonly SurplusRow[];
}

/** A row that one side has more often, personal data masked. */
export interface SurplusRow {
  readonly row: Row;
  /** How many times more. */
  readonly times: number;
}

/** True when two relations differ in a column or a row. */
export function isDifferent({ columns, rows }: RelationDiff): boolean {
  const { onlyA, onlyB, retyped } = columns;
  if (onlyA.length + onlyB.length + retyped.length > 0) return true;
  if (!rows) return false;
  if (rows.onlyA + rows.onlyB > 0) return true;
  if (rows.by === "row") return false;
  return rows.changed + rows.repeated.unmatchedA + rows.repeated.unmatchedB > 0;
}
