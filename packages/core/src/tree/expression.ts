import type { OrderItem, Query } from "./query.js";

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

interface Nameable {
  /** The name after `as` in a select list, or in front of `:=`, `=>` or `:` in an argument. */
  readonly alias?: string | undefined;
}

/** `x`, `t.x`, `s.t.x`, each with fields of structs behind it, or a function without parentheses (`current_date`). */
export interface Column extends Nameable {
  readonly kind: "column";
  readonly parts: readonly string[];
}

/** `*`, `t.*` and `columns(...)`. */
export interface Star extends Nameable {
  readonly kind: "star";
  readonly relation?: string | undefined;
  /** True for `columns(...)`: the expression around it is repeated for each column. */
  readonly columns: boolean;
  /** What `columns(...)` chooses by: a regular expression, a list of names, a filter of names. */
  readonly choice?: Expression | undefined;
  /** Names in parts: `x`, `t.x`. */
  readonly exclude: readonly (readonly string[])[];
  readonly replace: readonly { readonly name: string; readonly value: Expression }[];
  readonly rename: readonly { readonly from: readonly string[]; readonly to: string }[];
}

/** A value that is written out; equal texts of one type are equal values. */
export interface Literal extends Nameable {
  readonly kind: "literal";
  readonly type: string;
  /** Null for `null`. */
  readonly value: string | null;
}

/** `$name`, `?`. */
export interface Parameter extends Nameable {
  readonly kind: "parameter";
  readonly name: string;
}

/** `#1`: a column of the `from` by its place, from 1. */
export interface Position extends Nameable {
  readonly kind: "position";
  readonly index: number;
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
  /** What stands in front of the arrow: the parameters, as columns or as a call of `row` with columns. */
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
