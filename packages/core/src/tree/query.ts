import type { Expression } from "./expression.js";
import type { Relation } from "./relation.js";

/** A query of a syntax tree. */
export type Query = Select | SetOperation | Recursion;

/** What every query may begin and end with. */
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
  /** Whether it is evaluated once, where the text says so and the tree can tell. */
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
