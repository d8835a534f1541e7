import { isInlined } from "../kinds/all-kinds.js";
import type { Graph } from "../project/resolve/graph.js";

/** What a model reads, ephemeral models replaced by what those read. Names are sorted. */
export interface DirectInputs {
  readonly models: readonly string[];
  readonly sources: readonly string[];
}

/** What each model reads as relations and as sources. */
export function directInputs(graph: Graph): ReadonlyMap<string, DirectInputs> {
  const inputs = new Map<string, DirectInputs>();
  for (const { model, parents } of graph.nodes.values()) {
    const models = new Set<string>();
    const sources = new Set<string>();
    for (const name of parents) {
      const parent = graph.nodes.get(name);
      if (!parent) sources.add(name);
      else if (!isInlined(parent.model.kind)) models.add(name);
      else {
        inputs.get(name)?.models.forEach((inner) => models.add(inner));
        inputs.get(name)?.sources.forEach((inner) => sources.add(inner));
      }
    }
    inputs.set(model.name, { models: [...models].sort(), sources: [...sources].sort() });
  }
  return inputs;
}
