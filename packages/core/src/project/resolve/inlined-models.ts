import type { Graph } from "./graph.js";

/** Ephemeral models whose queries are a part of a model's query, directly or through each other. */
export function inlinedModels(name: string, { nodes }: Pick<Graph, "nodes">): readonly string[] {
  const isEphemeral = (model: string) => nodes.get(model)?.model.kind.type === "ephemeral";
  const direct = nodes.get(name)?.parents ?? [];
  if (!direct.some(isEphemeral)) return [];
  const found = new Set<string>();
  const visit = (reader: string): void => {
    for (const parent of nodes.get(reader)?.parents ?? []) {
      if (!isEphemeral(parent) || found.has(parent)) continue;
      found.add(parent);
      visit(parent);
    }
  };
  visit(name);
  return [...found].sort();
}
