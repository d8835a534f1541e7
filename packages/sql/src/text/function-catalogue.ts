/**
 * Functions of an engine by what they do, their names in lower case. A function that is in no set may do anything: read
 * the clock, aggregate, make rows. Comparison of queries and lineage then follow nothing through it.
 */
export interface FunctionCatalogue {
  /** The value follows from the arguments alone, row by row. */
  readonly scalar: ReadonlySet<string>;
  /** One value of many rows. */
  readonly aggregate: ReadonlySet<string>;
  /** Called with `over` only. */
  readonly window: ReadonlySet<string>;
  /** Several rows of one, where they stand in a select list. */
  readonly rows: ReadonlySet<string>;
  /** Rows from the arguments alone, where they stand in a `from`. */
  readonly table: ReadonlySet<string>;
  /** Called without parentheses, where no column has the name: `current_date`. */
  readonly bare: ReadonlySet<string>;
  /** The value has the names of columns among the arguments, as a text or as fields. */
  readonly naming: ReadonlySet<string>;
  /** Read columns or variables that are named in texts. */
  readonly columnsByName: ReadonlySet<string>;
  /** Read relations that are named in texts. */
  readonly relationsByName: ReadonlySet<string>;
}
