import { intervalsOf } from "../kinds/all-kinds.js";
import { grainOf, zoneOf } from "../time/intervals/grain.js";
import { union, type IntervalSet } from "../time/intervals/interval-set.js";
import { askedIn, type AskedTime } from "../time/intervals/moment.js";
import { alignIntervals } from "../time/intervals/plan-intervals.js";
import type { Graph } from "../project/resolve/graph.js";

/**
 * Time to compute again by model: what is asked of the roots, and of whatever reads them, directly or through other
 * models. Each model widens it to whole grains of its own, and hands the widened time on: all of what it writes anew is
 * news to its readers. Restated time outlives models that are built as a whole. Dates are those of a root's own zone;
 * what reads it inherits instants.
 */
export function restatedTime(
  graph: Graph,
  roots: ReadonlySet<string>,
  asked: AskedTime,
): ReadonlyMap<string, IntervalSet> {
  const found = new Map<string, IntervalSet>();
  for (const { model, parents } of graph.nodes.values()) {
    const cut = intervalsOf(model.kind);
    const inherited = parents.flatMap((name) => found.get(name) ?? []);
    const own = roots.has(model.name) ? askedIn(asked, cut && zoneOf(cut)) : [];
    const all = union(inherited, own);
    if (all.length === 0) continue;
    found.set(model.name, cut === undefined ? all : alignIntervals(all, grainOf(cut)));
  }
  return found;
}
