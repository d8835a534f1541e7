import { isInlined } from "../../kinds/all-kinds.js";
import type { Graph } from "./graph.js";

/** Names of models and sources that are relations: ephemeral models replaced by what those read. Each once, sorted. */
export function throughEphemeral(
  names: readonly string[],
  { nodes }: Pick<Graph, "nodes">,
): readonly string[] {
  const met = new Set(names);
  const found: string[] = [];
  for (const name of met) {
    const node = nodes.get(name);
    if (node !== undefined && isInlined(node.model.kind))
      node.parents.forEach((parent) => met.add(parent));
    else found.push(name);
  }
  return found.sort();
}
