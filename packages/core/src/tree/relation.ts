import type { Call, Expression } from "./expression.js";
import type { Query } from "./query.js";

/** What stands in a `from`. Several items are cross joins. */
export type Relation = Table | Derived | Join | TableFunction | Values | Pivot | Unpivot | Summary;

interface Aliased {
  readonly alias?: string | undefined;
  /** New names for the first columns: `t(a, b)`. */
  readonly columns: readonly string[];
  /** `tablesample` as one text. */
  readonly sample?: string | undefined;
}

/** A table, a view or a CTE. */
export interface Table extends Aliased {
  readonly kind: "table";
  readonly catalog?: string | undefined;
  readonly schema?: string | undefined;
  readonly name: string;
  /** A version of the table, as one text. */
  readonly at?: string | undefined;
}

/** A query in parentheses. */
export interface Derived extends Aliased {
  readonly kind: "derived";
  readonly query: Query;
}

export interface Join extends Aliased {
  readonly kind: "join";
  readonly type: "inner" | "left" | "right" | "full" | "semi" | "anti";
  /** How rows are matched: by a condition or columns, by columns of the same name, not at all, by order, by place. */
  readonly match: "regular" | "natural" | "cross" | "asof" | "positional";
  readonly left: Relation;
  readonly right: Relation;
  readonly on?: Expression | undefined;
  readonly using: readonly string[];
}

/** A function that makes rows: `unnest(...)`, `range(...)`. */
export interface TableFunction extends Aliased {
  readonly kind: "table function";
  readonly call: Call;
  /** `with ordinality`. */
  readonly ordinality: boolean;
}

export interface Values extends Aliased {
  readonly kind: "values";
  readonly rows: readonly (readonly Expression[])[];
}

export interface Pivot extends Aliased {
  readonly kind: "pivot";
  readonly source: Relation;
  readonly aggregates: readonly Expression[];
  readonly by: readonly PivotColumn[];
  /** Columns to group by; all others where none is given. */
  readonly groups: readonly string[];
}

/** What a pivot makes columns of. */
export interface PivotColumn {
  readonly expressions: readonly Expression[];
  /** The values that become columns; undefined where the data decides. */
  readonly entries: readonly PivotEntry[] | undefined;
  /** A query or a type that lists the values. */
  readonly listedBy?: Query | string | undefined;
}

export interface PivotEntry {
  /** Values of a pivot, names of columns of an unpivot. */
  readonly values: readonly string[];
  readonly alias?: string | undefined;
  /** Columns of an unpivot that are not named one by one. */
  readonly star?: Expression | undefined;
}

export interface Unpivot extends Aliased {
  readonly kind: "unpivot";
  readonly source: Relation;
  /** Names of the columns that hold the values. */
  readonly values: readonly string[];
  readonly by: readonly UnpivotColumns[];
  readonly includeNulls: boolean;
}

export interface UnpivotColumns {
  /** Name of the column that holds the names. */
  readonly names: readonly string[];
  readonly entries: readonly PivotEntry[];
}

/** `summarize` and `describe` of a query. */
export interface Summary extends Aliased {
  readonly kind: "summary";
  readonly type: string;
  readonly query: Query;
}
