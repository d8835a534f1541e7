import { isObject, variantOf, type Json } from "../lineage/syntax-tree.js";

/** Where in the tree a node in parentheses stands. */
export interface ParenPlace {
  readonly parent: string;
  readonly field: string;
  readonly foreignOperators: boolean;
}

/** Kinds that are always written as a call. */
const calls = new Set([
  "function", "aggregate_function", "count", "sum", "avg", "min", "max", "any_value", "coalesce", "lower", "upper", "length",
  "substring", "trim", "abs", "floor", "ceil", "year", "month", "day", "hour", "minute", "first", "last", "median",
  "string_agg", "array_agg", "count_if", "stddev", "variance", "row_number", "rank", "dense_rank", "lag", "lead",
]); // prettier-ignore

/** How tightly operators bind, for those on which all engines agree. */
const precedence: Readonly<Record<string, number>> = {
  or: 1, and: 2, not: 3, is_null: 4, like: 4, between: 4, in: 4,
  eq: 4, neq: 4, lt: 4, lte: 4, gt: 4, gte: 4, add: 5, sub: 5, mul: 6, div: 6, mod: 6,
}; // prettier-ignore

/** Greatest precedence of `and`, `or` and `not`. */
const LOGICAL = 3;

const leftAssociative = new Set(["or", "and", "add", "sub", "mul", "div", "mod"]);

/** Places that are bounded by commas, keywords or parentheses of their own. */
const bounded = new Set([
  "select.expressions", "alias.this", "where_clause.this", "having.this", "qualify.this", "joins.on", "paren.this",
  "case.whens", "case.else_", "array_func.expressions", "tuple.expressions", "over.partition_by", "order_by.this",
  "expressions.this", "group_by.expressions",
]); // prettier-ignore

/** Places where a number is a position. */
const counted = new Set(["order_by.this", "expressions.this", "group_by.expressions"]);

/**
 * True where `(x)` means what `x` means at that place. Only what is certain: parentheses around a name or a call,
 * around a whole item, argument or clause, and around operators that bind tighter than the one outside.
 */
export function isRedundant(inner: Json | undefined, place: ParenPlace): boolean {
  const kind = variantOf(inner)?.kind ?? (isObject(inner) ? Object.keys(inner)[0] : undefined);
  if (kind === undefined) return false;
  if (kind === "paren") return true;
  const { parent, field, foreignOperators } = place;
  const at = `${parent}.${field}`;
  const atom = kind === "column" || calls.has(kind) || (kind === "literal" && !counted.has(at));
  if (calls.has(parent) || bounded.has(at))
    return atom || kind in precedence || kind === "case" || kind === "concat";
  const outside = precedence[parent];
  const inside = precedence[kind];
  if (outside === undefined || !["left", "right", "this"].includes(field)) return false;
  if (atom) return true;
  // Whatever else is in the text, all operators bind tighter than the logical ones.
  if (inside === undefined || (foreignOperators && outside > LOGICAL)) return false;
  return (
    inside > outside || (inside === outside && field === "left" && leftAssociative.has(parent))
  );
}
