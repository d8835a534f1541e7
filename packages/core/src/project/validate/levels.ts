import type { Graph, ModelNode } from "../resolve/graph.js";

/** The models in groups in which none reads another; each reads only models of earlier groups. Linear in the edges. */
export function levels(graph: Graph): readonly (readonly ModelNode[])[] {
  const depth = new Map<string, number>();
  const groups: ModelNode[][] = [];
  for (const node of graph.nodes.values()) {
    const own = node.parents.reduce((most, name) => Math.max(most, (depth.get(name) ?? -1) + 1), 0);
    depth.set(node.model.name, own);
    (groups[own] ??= []).push(node);
  }
  return groups;
}
