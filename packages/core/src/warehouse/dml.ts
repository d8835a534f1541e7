import type { RelationRef } from "./relation-ref.js";

/** New values of columns: SQL expressions by column name. */
export type Assignments = Readonly<Record<string, string>>;

/** Rows of a table that are found by rows of another relation. */
export interface RowMatch {
  /** Name of the table's rows in `match` and in expressions. */
  readonly alias: string;
  /** The other relation, with an alias of its own, as it stands after `from`. */
  readonly from: string;
  /** Predicate on a row of each. */
  readonly match: string;
}

/** The effects of a merge on rows; at least one of the parts is given. At most one row of `from` may match a row of the table. */
export interface RowMerge extends RowMatch {
  /** Deletes matched rows that fulfil this predicate; `update` does not see them. */
  readonly deleteWhere?: string | undefined;
  /** Updates matched rows, those that fulfil `where` if it is given. */
  readonly update?: { readonly set: Assignments; readonly where?: string | undefined } | undefined;
  /** Inserts rows of `from` that match none, those that fulfil `where` if it is given; values are expressions on them. */
  readonly insert?:
    { readonly values: Assignments; readonly where?: string | undefined } | undefined;
  /** Deletes rows of the table that no row of `from` matches. @default false */
  readonly deleteUnmatched?: boolean | undefined;
}

/** Statements that write rows, and the comparison by which they find them. Each text is one statement. */
export interface DmlDialect {
  /** Inserts rows of SQL expressions, in the order of `columns`; there is at least one row. */
  insertValues(
    target: RelationRef,
    columns: readonly string[],
    rows: readonly (readonly string[])[],
  ): string;
  insertSelect(target: RelationRef, columns: readonly string[], select: string): string;
  /** Deletes rows that fulfil a predicate on the table's own columns, which stand in it without an alias. */
  deleteWhere(target: RelationRef, predicate: string): string;
  /** Deletes rows of the table for which a row of `from` fulfils `match`. */
  deleteMatched(target: RelationRef, by: RowMatch): string;
  /** Deletes rows of the table for which no row of `from` fulfils `match`. */
  deleteUnmatched(target: RelationRef, by: RowMatch): string;
  /** Updates rows that fulfil a predicate; columns stand without an alias in it and in the expressions. */
  updateWhere(target: RelationRef, set: Assignments, predicate: string): string;
  /** Updates rows that match a row of `from`, of which at most one may match each of them. */
  updateFrom(target: RelationRef, set: Assignments, by: RowMatch): string;
  /** Brings a table up to date with rows in one statement, which an engine without transactions does whole or not at all. */
  mergeRows(target: RelationRef, merge: RowMerge): string;
  /** Predicate, never null: two values are equal, or both are null. Several, joined by `and`, are a key that joins use. */
  nullSafeEqual(a: string, b: string): string;
  /** Predicate, never null: two values differ; null differs from every value. */
  nullSafeDistinct(a: string, b: string): string;
}
