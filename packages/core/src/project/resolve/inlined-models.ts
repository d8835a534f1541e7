import { isInlined } from "../../kinds/all-kinds.js";
import type { Graph } from "./graph.js";

/** True for a model that is part of the queries of its readers. */
export function isInlinedModel({ nodes }: Pick<Graph, "nodes">, name: string): boolean {
  const node = nodes.get(name);
  return node !== undefined && isInlined(node.model.kind);
}

/** True for a model that is a relation of its own. */
export function hasRelation({ nodes }: Pick<Graph, "nodes">, name: string): boolean {
  const node = nodes.get(name);
  return node !== undefined && !isInlined(node.model.kind);
}

/** Ephemeral models whose queries are a part of a model's query, directly or through each other. */
export function inlinedModels(name: string, { nodes }: Pick<Graph, "nodes">): readonly string[] {
  const isEphemeral = (model: string) => isInlinedModel({ nodes }, model);
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
