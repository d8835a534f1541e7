import { parseGrain } from "../intervals/grain.js";
import { union, type IntervalSet } from "../intervals/interval-set.js";
import { alignIntervals } from "../intervals/plan-intervals.js";
import type { Graph } from "../resolve/graph.js";

/** All of time that data may have, from the year 1 to 9999: far enough from the ends of a Date to be widened to grains. */
export const always: IntervalSet = [{ start: -62_135_596_800_000, end: 253_402_300_800_000 }];

/**
 * Time to compute again by model: what is asked of the roots, and of whatever reads them, directly or through other
 * models. Each model widens it to whole grains of its own, and hands the widened time on: all of what it writes anew is
 * news to its readers. Restated time outlives models that are built as a whole.
 */
export function restatedTime(
  graph: Graph,
  roots: ReadonlySet<string>,
  asked: IntervalSet,
): ReadonlyMap<string, IntervalSet> {
  const found = new Map<string, IntervalSet>();
  for (const { model, parents } of graph.nodes.values()) {
    const inherited = parents.flatMap((name) => found.get(name) ?? []);
    const own = roots.has(model.name) ? asked : [];
    const all = union(inherited, own);
    if (all.length === 0) continue;
    const { kind } = model;
    const grain = kind.type === "incremental_by_time" ? (kind.grain ?? "day") : undefined;
    found.set(model.name, grain === undefined ? all : alignIntervals(all, parseGrain(grain)));
  }
  return found;
}
