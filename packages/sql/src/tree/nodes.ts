import type { Column, Literal, Nameable, Parameter, Position } from "./leaves.js";

/** A query of a syntax tree. */
export type Query = Select | SetOperation | Recursion;

/** Clauses in front of a query and behind it, the same for all kinds of query. */
interface Clauses {
  readonly ctes: readonly Cte[];
  readonly distinct?: Distinct | undefined;
  readonly order: readonly OrderItem[];
  readonly limit?: Expression | undefined;
  readonly offset?: Expression | undefined;
  /** The limit is a share of the rows. */
  readonly percent: boolean;
}

/** A query of a `with`. */
export interface Cte {
  readonly name: string;
  /** Names for its columns, where they are given. */
  readonly columns: readonly string[];
  /** Hint about evaluating it once; undefined where the text has none or the tree leaves it out. */
  readonly materialized?: string | undefined;
  readonly query: Query;
}

/** `distinct`, and `distinct on` where there are expressions. */
export interface Distinct {
  readonly on: readonly Expression[];
}

export interface OrderItem {
  readonly value: Expression;
  readonly direction: string;
  readonly nulls: string;
}

export interface Select extends Clauses {
  readonly kind: "select";
  readonly items: readonly Expression[];
  readonly from?: Relation | undefined;
  readonly where?: Expression | undefined;
  readonly groups: readonly Expression[];
  /** Grouping sets as indexes of `groups`. */
  readonly groupSets: readonly (readonly number[])[];
  /** `group by all`. */
  readonly groupAll: boolean;
  readonly having?: Expression | undefined;
  readonly qualify?: Expression | undefined;
  /** `using sample` as one text. */
  readonly sample?: string | undefined;
}

export interface SetOperation extends Clauses {
  readonly kind: "set operation";
  readonly operation: "union" | "intersect" | "except";
  readonly all: boolean;
  readonly byName: boolean;
  readonly left: Query;
  readonly right: Query;
}

/** The query of a recursive CTE: rows to start with, and rows that follow from rows. */
export interface Recursion extends Clauses {
  readonly kind: "recursion";
  /** The name by which the step reads the rows. */
  readonly name: string;
  readonly columns: readonly string[];
  readonly all: boolean;
  /** Expressions of `using key`. */
  readonly keys: readonly Expression[];
  readonly start: Query;
  readonly step: Query;
}

/**
 * An expression of a syntax tree. Names are as they are written, without quotes; names of functions and operators are
 * in lower case. Parentheses are in the shape of the tree, comments and white space are not in it.
 */
export type Expression =
  | Column
  | Star
  | Literal
  | Parameter
  | Position
  | Call
  | WindowCall
  | Operation
  | Case
  | Cast
  | Collate
  | Lambda
  | Subquery;

/** `*`, `t.*` and `columns(...)`. */
export interface Star extends Nameable {
  readonly kind: "star";
  readonly relation?: string | undefined;
  /** True for `columns(...)`: the expression around it is repeated for each column. */
  readonly columns: boolean;
  /** Choice of `columns(...)`: a regular expression, a list of names, a filter of names. */
  readonly choice?: Expression | undefined;
  /** Names in parts: `x`, `t.x`. */
  readonly exclude: readonly (readonly string[])[];
  readonly replace: readonly { readonly name: string; readonly value: Expression }[];
  readonly rename: readonly { readonly from: readonly string[]; readonly to: string }[];
}

/** A call of a function, an aggregate or an operator that the engine treats as a function. */
export interface Call extends Nameable {
  readonly kind: "call";
  readonly name: string;
  /** The schema (and catalogue) in front of the name. */
  readonly schema: readonly string[];
  readonly operator: boolean;
  readonly arguments: readonly Expression[];
  readonly distinct: boolean;
  readonly filter?: Expression | undefined;
  readonly order: readonly OrderItem[];
}

/** A call with `over`; a named window is written out in it. */
export interface WindowCall extends Nameable {
  readonly kind: "window";
  readonly name: string;
  readonly schema: readonly string[];
  readonly arguments: readonly Expression[];
  readonly distinct: boolean;
  readonly ignoreNulls: boolean;
  readonly filter?: Expression | undefined;
  /** `order by` inside of the parentheses of the call. */
  readonly argumentOrder: readonly OrderItem[];
  readonly partitions: readonly Expression[];
  readonly order: readonly OrderItem[];
  /** Kinds of the two ends of the frame, and what is excluded. */
  readonly frame: readonly string[];
  /** How far the ends of the frame are away: start, end. */
  readonly bounds: readonly (Expression | undefined)[];
}

/** Comparisons, `and`, `or`, `not`, `in`, `between`, `is null`, `coalesce`, subscripts: what is no function. */
export interface Operation extends Nameable {
  readonly kind: "operation";
  readonly operator: string;
  readonly operands: readonly Expression[];
}

export interface Case extends Nameable {
  readonly kind: "case";
  readonly branches: readonly { readonly when: Expression; readonly then: Expression }[];
  readonly otherwise?: Expression | undefined;
}

export interface Cast extends Nameable {
  readonly kind: "cast";
  readonly operand: Expression;
  /** The type as one text; equal texts are equal types. */
  readonly type: string;
  readonly try: boolean;
}

export interface Collate extends Nameable {
  readonly kind: "collate";
  readonly operand: Expression;
  readonly collation: string;
}

/** `x -> ...` and `lambda x: ...`; outside of functions that take one, `->` is an operator of JSON. */
export interface Lambda extends Nameable {
  readonly kind: "lambda";
  /** Parameters in front of the arrow, as columns or as a call of `row` with columns. */
  readonly left: Expression;
  readonly body: Expression;
}

/** A query inside of an expression. */
export interface Subquery extends Nameable {
  readonly kind: "subquery";
  readonly quantifier: "scalar" | "exists" | "not exists" | "any";
  readonly query: Query;
  /** `operand comparison any (query)`, which `in` is as well. */
  readonly comparison?: string | undefined;
  readonly operand?: Expression | undefined;
}

/** An item of a `from`; several items are cross joins. */
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

/** Expressions whose values a pivot turns into columns. */
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
