import type { FunctionCatalogue } from "../text/function-catalogue.js";
import type { Call, WindowCall } from "../tree/nodes.js";
import { isNode, nodesBelow, type Node } from "../tree/syntax-tree.js";

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
type NodeTrait = "plain" | "aggregate" | "rows" | "unknown";

/** Traits of an expression with all its parts. */
export function traitsOf(part: object, functions: FunctionCatalogue): Traits {
  return collect(part, { functions, inQuery: false });
}

interface Within {
  readonly functions: FunctionCatalogue;
  readonly inQuery: boolean;
}

function collect(part: object, { functions, inQuery }: Within): Traits {
  const trait = isNode(part) ? nodeTrait(part, functions) : "plain";
  const own: Traits = {
    aggregate: trait === "aggregate" && !inQuery,
    innerAggregate: trait === "aggregate" && inQuery,
    unknown: trait === "unknown",
    rows: trait === "rows" && !inQuery,
  };
  const below = { functions, inQuery: inQuery || (isNode(part) && part.kind === "subquery") };
  return unite([own, ...[...nodesBelow(part)].map((node) => collect(node, below))]);
}

function unite(all: readonly Traits[]): Traits {
  return {
    aggregate: all.some(({ aggregate }) => aggregate),
    innerAggregate: all.some(({ innerAggregate }) => innerAggregate),
    unknown: all.some(({ unknown }) => unknown),
    rows: all.some(({ rows }) => rows),
  };
}

/** True for a node whose value may be another at each evaluation: a clock, a random number, an unknown function. */
export function isNotDeterministic(node: Node, functions: FunctionCatalogue): boolean {
  return nodeTrait(node, functions) === "unknown";
}

function nodeTrait(node: Node, functions: FunctionCatalogue): NodeTrait {
  if (node.kind === "call") return functionTrait(node, functions);
  // The function that a window is over is not by itself an aggregate.
  if (node.kind === "window")
    return functionTrait(node, functions) === "unknown" ? "unknown" : "plain";
  if (node.kind === "operation")
    return node.operator === "grouping_function" ? "aggregate" : "plain";
  return "plain";
}

function functionTrait(
  { name, schema, kind, ...call }: Call | WindowCall,
  { aggregate, rows, scalar, window }: FunctionCatalogue,
): NodeTrait {
  if (kind === "call" && "operator" in call && call.operator) return "plain";
  // A function of a schema of the user may have the name of one of the engine.
  if (schema.some((part) => part !== "main" && part !== "system")) return "unknown";
  if (aggregate.has(name)) return "aggregate";
  if (rows.has(name)) return "rows";
  return scalar.has(name) || window.has(name) ? "plain" : "unknown";
}
