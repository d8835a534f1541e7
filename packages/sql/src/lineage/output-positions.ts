import type { FunctionCatalogue } from "../text/function-catalogue.js";
import { nodesBelow } from "../tree/syntax-tree.js";
import type { Expression } from "../tree/nodes.js";
import {
  inputsOf,
  isComplete,
  nothing,
  unite,
  type Inputs,
  type RelationColumn,
} from "./relation.js";

/** Inputs of the columns that numbers in a `group by`, `order by` or `distinct on` stand for. */
export function readPositions(
  items: readonly Expression[],
  columns: readonly RelationColumn[],
): Inputs {
  return unite(...items.map((item) => readPosition(item, columns)));
}

function readPosition(item: Expression, columns: readonly RelationColumn[]): Inputs {
  if (item.kind !== "literal") return nothing;
  const before = columns.slice(0, Number(item.value));
  const column = before.at(-1);
  return isComplete(before) && column !== undefined ? column.inputs : inputsOf(columns);
}

/**
 * True for an item of a select list that `group by all` does not group by: one with an aggregate in it. An
 * engine refuses columns outside of the aggregate in such an item.
 */
export function isAggregated(item: Expression, functions: FunctionCatalogue): boolean {
  const { aggregate, bare } = partsOf(item, functions);
  return aggregate && !bare;
}

interface Parts {
  readonly aggregate: boolean;
  /** Something outside of aggregates that may be a column, or is not understood. */
  readonly bare: boolean;
}

const barren: ReadonlySet<string> = new Set(["window", "column", "star", "position", "subquery"]);

function partsOf(node: object, functions: FunctionCatalogue): Parts {
  const name = "kind" in node && node.kind === "call" && "name" in node ? String(node.name) : "";
  if (functions.aggregate.has(name)) return { aggregate: true, bare: false };
  if ("kind" in node && barren.has(String(node.kind))) return { aggregate: false, bare: true };
  const parts = [...nodesBelow(node)].map((below) => partsOf(below, functions));
  return {
    aggregate: parts.some(({ aggregate }) => aggregate),
    bare: parts.some(({ bare }) => bare),
  };
}
