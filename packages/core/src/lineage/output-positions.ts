import { foldName } from "../adapter/name.js";
import { nothing, unite, type Inputs, type RelationColumn } from "./relation.js";
import { isObject, listOf, variantOf, type Json } from "./syntax-tree.js";

/** Output columns that `group by 1` and `order by 1` count. */
export interface OutputColumns {
  readonly columns: readonly RelationColumn[];
  /** Everything the query shows, for positions that cannot be counted. */
  readonly all: Inputs;
  readonly countable: boolean;
}

/** What the positions among the items of a `group by` or `order by` stand for. */
export function readPositions(items: readonly (Json | undefined)[], output: OutputColumns): Inputs {
  return unite(...items.flatMap(leavesOf).map((leaf) => readPosition(leaf, output)));
}

function readPosition(leaf: Json | undefined, { columns, all, countable }: OutputColumns): Inputs {
  const literal = variantOf(leaf);
  if (literal?.kind !== "literal") return nothing;
  const column = columns[Number(literal.body["value"]) - 1];
  return countable && column !== undefined ? column.inputs : all;
}

/** Lists of groups: a number inside is a position as well. */
const groupings = new Set(["grouping sets", "rollup", "cube"]);

/** The expressions an item groups or orders by, without the parentheses and lists around them. */
function leavesOf(item: Json | undefined): readonly (Json | undefined)[] {
  const variant = variantOf(item);
  if (variant === undefined) return [item];
  const { kind, body } = variant;
  const name = typeof body["name"] === "string" ? foldName(body["name"]) : foldName(kind);
  if (kind === "paren") return leavesOf(body["this"]);
  if (kind === "tuple") return listOf(body, "expressions").flatMap(leavesOf);
  if (groupings.has(name.replaceAll("_", " ")))
    return [...listOf(body, "args"), ...listOf(body, "expressions")].flatMap(leavesOf);
  return [item];
}

/**
 * True for an item of a select list that `group by all` does not group by: one with an aggregate in it. An
 * engine refuses columns outside of the aggregate in such an item.
 */
export function isAggregated(item: Json): boolean {
  const { aggregate, bare } = partsOf(item);
  return aggregate && !bare;
}

interface Parts {
  readonly aggregate: boolean;
  /** Something outside of aggregates that may be a column, or is not understood. */
  readonly bare: boolean;
}

/** Kinds of the tree that are aggregates in every engine. */
const aggregates = new Set([
  "count", "sum", "avg", "min", "max", "count_if", "any_value", "array_agg", "string_agg", "group_concat", "list_agg",
  "stddev", "stddev_pop", "stddev_samp", "variance", "var_pop", "var_samp", "median", "logical_and", "logical_or",
  "approx_count_distinct",
]); // prettier-ignore

/** Aggregates that the tree calls only `aggregate_function`. */
const namedAggregates = new Set([
  "max", "min", "arg_max", "arg_min", "max_by", "min_by", "list", "histogram", "quantile", "quantile_cont",
  "quantile_disc", "approx_quantile", "corr", "covar_pop", "covar_samp", "product", "bool_and", "bool_or",
]); // prettier-ignore

const barren = new Set([
  "window_function",
  "column",
  "identifier",
  "var",
  "star",
  "dot",
  "select",
  "subquery",
]);

function partsOf(value: Json | undefined): Parts {
  const variant = variantOf(value);
  if (variant !== undefined && isAggregate(variant.kind, variant.body["name"]))
    return { aggregate: true, bare: false };
  if (variant !== undefined && barren.has(variant.kind)) return { aggregate: false, bare: true };
  const inner = Array.isArray(value)
    ? (value as readonly Json[])
    : isObject(value)
      ? Object.values(value)
      : [];
  const parts = inner.map(partsOf);
  return {
    aggregate: parts.some(({ aggregate }) => aggregate),
    bare: parts.some(({ bare }) => bare),
  };
}

function isAggregate(kind: string, name: Json | undefined): boolean {
  if (kind !== "aggregate_function") return aggregates.has(kind);
  return typeof name === "string" && namedAggregates.has(foldName(name));
}
