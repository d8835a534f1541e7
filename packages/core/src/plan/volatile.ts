import type { Graph } from "../resolve/graph.js";

/**
 * Tables that read a table Sluice does not build, or files by a function of the engine, directly or through views:
 * nothing tells whether those changed, so they are built each time.
 */
export function volatileTables(graph: Graph): ReadonlySet<string> {
  const live = new Set<string>();
  for (const source of graph.sources.values())
    if (source.location.type === "table") live.add(source.name);
  const tables = new Set<string>();
  for (const node of graph.nodes.values()) {
    const readsLive = node.query?.readsOutside === true || node.parents.some((n) => live.has(n));
    if (!readsLive) continue;
    if (["view", "ephemeral"].includes(node.model.kind.type)) live.add(node.model.name);
    else tables.add(node.model.name);
  }
  return tables;
}

/**
 * Models whose result follows from the clock: they use `$now`, themselves or through ephemeral models, and no `--now`
 * fixes it. Generators are given it, so they may.
 */
export function clockReaders(graph: Graph): ReadonlySet<string> {
  const found = new Set<string>();
  if (graph.project.now.pinned) return found;
  for (const { model, parameters, parents } of graph.nodes.values()) {
    const inlined = parents.filter((n) => graph.nodes.get(n)?.model.kind.type === "ephemeral");
    const reads = parameters.includes("now") || inlined.some((name) => found.has(name));
    if (reads || model.kind.type === "rows") found.add(model.name);
  }
  return found;
}

/** The day of an ISO timestamp in UTC. */
export function utcDay(timestamp: string): string {
  return timestamp.slice(0, 10);
}
