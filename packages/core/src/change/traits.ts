import { foldName } from "../adapter/name.js";
import { isObject, type Json, type JsonObject } from "../lineage/syntax-tree.js";
import {
  aggregateFunctions,
  rowFunctions,
  scalarFunctions,
  windowFunctions,
} from "./known-functions.js";

/** What in an expression matters to the rows and values around it. */
export interface Traits {
  /** Has an aggregate, so that without `group by` all rows become one. */
  readonly aggregate: boolean;
  /** Has an aggregate in a query inside, which belongs to the query around if it is over columns of that. */
  readonly innerAggregate: boolean;
  /** Calls a function that is not known: it may aggregate or make rows. */
  readonly unknown: boolean;
  /** Makes several rows of one. */
  readonly rows: boolean;
}

/** What a node of the tree is by itself, without its parts. */
type NodeTrait = "plain" | "query" | "window" | "aggregate" | "rows" | "unknown";

/** Kinds of the tree that are no functions. */
const plainKinds = new Set([
  "alias", "column", "identifier", "literal", "boolean", "null", "paren", "tuple", "star", "this", "expressions", "value",
  "add", "sub", "mul", "div", "mod", "neg", "concat", "eq", "neq", "lt", "lte", "gt", "gte", "and", "or", "not", "is_null",
  "is_true", "is_false", "null_safe_eq", "null_safe_neq", "between", "in", "exists", "like", "i_like", "similar_to",
  "regexp_like", "bitwise_and", "bitwise_or", "bitwise_not", "bitwise_left_shift", "bitwise_right_shift", "case", "cast",
  "try_cast", "data_type", "extract", "coalesce", "if_func", "collation", "at_time_zone", "overlay", "array_func",
  "array_slice", "subscript", "map_func", "named_argument", "dot", "lambda", "comprehension", "interval", "json_extract",
  "json_extract_scalar", "table", "from", "values", "joined_table", "all", "any", "within_group", "name", "unit", "Preceding", "Following",
]); // prettier-ignore

const queryKinds = new Set(["select", "subquery", "union", "intersect", "except"]);

/** Names of functions that the tree spells otherwise. */
const spelled: Readonly<Record<string, string>> = {
  bitwise_and_agg: "bit_and",
  bitwise_or_agg: "bit_or",
  bitwise_xor_agg: "bit_xor",
  logical_and: "bool_and",
  logical_or: "bool_or",
  list_agg: "listagg",
  n_tile: "ntile",
  day_of_month: "dayofmonth",
  day_of_week: "dayofweek",
  day_of_year: "dayofyear",
  week_of_year: "weekofyear",
  str_position: "strpos",
  mod_func: "mod",
  j_s_o_n_array: "json_array",
};

/** Traits of an expression with all its parts. */
export function traitsOf(value: Json | undefined): Traits {
  return collect(value, false);
}

function collect(value: Json | undefined, inQuery: boolean): Traits {
  if (Array.isArray(value))
    return unite((value as readonly Json[]).map((part) => collect(part, inQuery)));
  if (!isObject(value)) return nothing;
  const trait = nodeTrait(value);
  const own: Traits = {
    aggregate: trait === "aggregate" && !inQuery,
    innerAggregate: trait === "aggregate" && inQuery,
    unknown: trait === "unknown",
    rows: trait === "rows" && !inQuery,
  };
  const isQuery = inQuery || trait === "query";
  return unite([own, ...partsOf(value, trait).map((part) => collect(part, isQuery))]);
}

/** The parts of a node; the function that a window is over is not by itself an aggregate. */
function partsOf(value: JsonObject, trait: NodeTrait): readonly (Json | undefined)[] {
  const parts = Object.values(value);
  if (trait !== "window") return parts;
  return parts.filter(isObject).flatMap(({ this: called, ...rest }) => {
    const around = Object.values(rest);
    if (!isObject(called) || nodeTrait(called) === "unknown") return [called, ...around];
    const bodies = Object.values(called).filter(isObject);
    return [...around, ...bodies.flatMap((body) => Object.values(body))];
  });
}

const nothing: Traits = { aggregate: false, innerAggregate: false, unknown: false, rows: false };

function unite(all: readonly Traits[]): Traits {
  return {
    aggregate: all.some(({ aggregate }) => aggregate),
    innerAggregate: all.some(({ innerAggregate }) => innerAggregate),
    unknown: all.some(({ unknown }) => unknown),
    rows: all.some(({ rows }) => rows),
  };
}

/** True for a node whose value may be another at each evaluation: a clock, a random number, an unknown function. */
export function isVolatile(value: JsonObject): boolean {
  return nodeTrait(value) === "unknown";
}

function nodeTrait(value: JsonObject): NodeTrait {
  const keys = Object.keys(value);
  const [kind = ""] = keys;
  // More keys than one: the fields of a node, not a node.
  if (keys.length !== 1) return "plain";
  if (kind === "window_function") return "window";
  if (queryKinds.has(kind)) return "query";
  const body = value[kind];
  if (Array.isArray(body) || plainKinds.has(kind)) return "plain";
  return functionTrait(nameOfFunction(kind, body));
}

function nameOfFunction(kind: string, body: Json | undefined): string {
  const named = kind === "function" || kind === "aggregate_function" || kind === "anonymous";
  if (!named) return spelled[kind] ?? kind;
  const name = isObject(body) ? body["name"] : undefined;
  return typeof name === "string" ? foldName(name) : "";
}

/** Aggregates that the engine's grammar knows without listing them as functions. */
const grammarAggregates = new Set([
  "percentile_cont",
  "percentile_disc",
  "grouping",
  "grouping_id",
]);

function functionTrait(name: string): NodeTrait {
  if (aggregateFunctions.has(name) || grammarAggregates.has(name)) return "aggregate";
  if (rowFunctions.has(name)) return "rows";
  return scalarFunctions.has(name) || windowFunctions.has(name) ? "plain" : "unknown";
}
