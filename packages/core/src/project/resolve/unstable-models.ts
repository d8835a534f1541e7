import { isInlined, isWholeQuery, kindOf, storesRows } from "../../kinds/all-kinds.js";
import { type ColumnInfo, sameName } from "@sluice/sql/text";
import type { UnstableCall } from "../../warehouse/parsing.js";
import type { Model } from "../../model/model.js";
import type { Graph, ModelNode } from "./graph.js";

/** A call without a fixed value, with the model whose query makes it. */
export interface CallOf {
  readonly model: Model;
  readonly call: UnstableCall;
}

/**
 * Calls without a fixed value by model: those of its query, and of the views and ephemeral models it reads, directly or
 * through each other. A table keeps the values it was built with, so that its readers do not have its calls.
 */
export function unstableCalls(
  { nodes }: Pick<Graph, "nodes">,
  columns: ReadonlyMap<string, readonly ColumnInfo[]>,
): ReadonlyMap<string, readonly CallOf[]> {
  const found = new Map<string, readonly CallOf[]>();
  for (const node of nodes.values()) {
    const inherited = node.parents.flatMap((name) => {
      const parent = nodes.get(name);
      return parent && !storesRows(parent.model.kind) ? (found.get(name) ?? []) : [];
    });
    const all = [...ownCalls(node, columns), ...inherited];
    if (all.length > 0) found.set(node.model.name, [...new Set(all)]);
  }
  return found;
}

/** A keyword such as `current_date` is no call where what the query reads has a column of that name. */
function ownCalls(
  { model, query, parents }: ModelNode,
  columns: ReadonlyMap<string, readonly ColumnInfo[]>,
): readonly CallOf[] {
  const isColumn = ({ name, mayBeColumn }: UnstableCall) =>
    mayBeColumn === true &&
    parents.some((parent) => columns.get(parent)?.some((column) => sameName(column.name, name)));
  return (query?.unstable ?? []).filter((call) => !isColumn(call)).map((call) => ({ model, call }));
}

/**
 * Why a model is brought up to date at every build although nothing changed. A table has other content each time. An
 * incremental table only looks for rows that the time brings: a column such as a load time brings none, and without
 * `time` an append would add all of its rows again.
 */
export function unstableReason(
  { kind }: Pick<Model, "kind">,
  calls: readonly CallOf[],
): "reads the clock" | "not deterministic" | undefined {
  const ofClock = calls.filter(({ call }) => call.reason === "clock");
  if (isWholeQuery(kind)) {
    if (ofClock.length > 0) return "reads the clock";
    return calls.length > 0 ? "not deterministic" : undefined;
  }
  return ofClock.some(({ call }) => kindOf(kind).bringsRows(kind, call.use))
    ? "reads the clock"
    : undefined;
}

/** True for an incremental model whose rows follow from `$now`: its own query or an ephemeral model it reads says so. */
export function readsNow({ model, query, parents }: ModelNode, nodes: Graph["nodes"]): boolean {
  const inlined = parents.flatMap((name) => nodes.get(name) ?? []);
  const isOwn = (query?.parameters ?? []).some(
    ({ name, use = "value" }) => name === "now" && kindOf(model.kind).bringsRows(model.kind, use),
  );
  return (
    isOwn ||
    inlined.some(
      (node) =>
        isInlined(node.model.kind) &&
        readsNow({ ...node, model: { ...node.model, kind: model.kind } }, nodes),
    )
  );
}
