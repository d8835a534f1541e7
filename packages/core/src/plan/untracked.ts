import { isInlinedModel } from "../project/resolve/inlined-models.js";
import { isIncremental, isInlined, kindOf, storesRows } from "../kinds/all-kinds.js";
import type { Graph } from "../project/resolve/graph.js";

/**
 * Tables that read a table Sluice does not build, or files by a function of the engine, directly or through views:
 * nothing tells whether those changed, so they are built each time. Kept tables do not change their version with the
 * content of a file source they read: they look into it each time.
 */
export function untrackedTables(graph: Graph): ReadonlySet<string> {
  return readersOfUntracked(graph).tables;
}

/** Sources, views and ephemeral models whose data may change without a trace: tables Sluice does not build, or of them. */
export function untrackedRelations(graph: Graph): ReadonlySet<string> {
  return readersOfUntracked(graph).live;
}

function readersOfUntracked(graph: Graph) {
  const live = new Set<string>();
  const files = new Set<string>();
  for (const source of graph.sources.values())
    (source.location.type === "table" ? live : files).add(source.name);
  const tables = new Set<string>();
  for (const node of graph.nodes.values()) {
    const { kind, name } = node.model;
    const readsFile = node.parents.some((parent) => files.has(parent));
    if (readsFile && isInlined(kind)) files.add(name);
    const readsLive = node.query?.readsOutside === true || node.parents.some((n) => live.has(n));
    if (!readsLive && !(readsFile && isIncremental(kind))) continue;
    (storesRows(kind) ? tables : live).add(name);
  }
  return { live, tables };
}

/**
 * Models whose result follows from the clock: they use `$now`, themselves or through ephemeral models, and no `--now`
 * fixes it. Generators are given it, so they may.
 */
export function clockReaders(graph: Graph): ReadonlySet<string> {
  const found = new Set<string>();
  if (graph.project.now.pinned) return found;
  for (const { model, parameters, parents } of graph.nodes.values()) {
    const inlined = parents.filter((n) => isInlinedModel(graph, n));
    const reads = parameters.includes("now") || inlined.some((name) => found.has(name));
    if (reads || kindOf(model.kind).input === "generator") found.add(model.name);
  }
  return found;
}

/** The day of an ISO timestamp in UTC. */
export function utcDay(timestamp: string): string {
  return timestamp.slice(0, 10);
}
