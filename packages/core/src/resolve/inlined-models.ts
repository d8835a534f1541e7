import type { Graph } from "./graph.js";

/** Ephemeral models whose queries are a part of a model's query, directly or through each other. */
export function inlinedModels(name: string, { nodes }: Pick<Graph, "nodes">): readonly string[] {
  const found = new Set<string>();
  const visit = (reader: string): void => {
    for (const parent of nodes.get(reader)?.parents ?? []) {
      if (nodes.get(parent)?.model.kind.type !== "ephemeral" || found.has(parent)) continue;
      found.add(parent);
      visit(parent);
    }
  };
  visit(name);
  return [...found].sort();
}
