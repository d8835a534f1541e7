import { intervalsOf } from "../kinds/all-kinds.js";
import { grainOf } from "../time/intervals/grain.js";
import {
  intersect,
  intervalSet,
  subtract,
  union,
  type IntervalSet,
} from "../time/intervals/interval-set.js";
import { alignIntervals } from "../time/intervals/plan-intervals.js";
import type { Model } from "../model/model.js";
import { isForeignWrite } from "./current-version.js";
import type { PlanInput } from "./plan-input.js";
import type { OutdatedTable, PlanNode } from "./plan.js";
import { fromPlanIntervals, toPlanIntervals } from "./plan-update.js";
import { updateOf } from "./planned-node.js";

/** Time of which a model will hold rows that its readers have not seen, by model. */
export type NewIntervals = ReadonlyMap<string, IntervalSet>;

/**
 * What a planned model is news of: time that it is filled with for the first time, or again because of news that it reads
 * itself. Time that passed as done while what is read was not there yet would else stay a hole that the state calls
 * filled. Grains that `lookback` computes again are no news, nor is a table that is made from nothing.
 */
export function newIntervalsOf(node: PlanNode, newIntervals: NewIntervals): IntervalSet {
  const read = newIntervalsRead(node.reads, newIntervals);
  const update = updateOf(node);
  if (!update?.intervals) return read;
  if (node.action === "create") return [];
  const before = union(fromPlanIntervals(update.done), fromPlanIntervals(update.restated));
  const first = subtract(fromPlanIntervals(update.intervals), before);
  return union(first, intersect(fromPlanIntervals(update.restated), read));
}

/** News of any of some models. */
export function newIntervalsRead(
  reads: readonly string[],
  newIntervals: NewIntervals,
): IntervalSet {
  return intervalSet(reads.flatMap((name) => newIntervals.get(name) ?? []));
}

/** Time that a model has computed without what is news now: whole grains of its own. */
export function staleIntervals(
  newIntervals: IntervalSet,
  { kind }: Pick<Model, "kind">,
  computed: IntervalSet,
): IntervalSet {
  const intervals = intervalsOf(kind);
  if (!intervals || newIntervals.length === 0) return [];
  return alignIntervals(intersect(newIntervals, computed), grainOf(intervals));
}

/**
 * Tables outside of the plan that have computed time without what the plan fills now: it is theirs to compute again,
 * whenever their turn comes.
 */
export function outdatedTables(
  planned: Iterable<PlanNode>,
  included: ReadonlySet<string>,
  input: PlanInput & { readonly ownData: ReadonlySet<string> },
): readonly OutdatedTable[] {
  const newIntervals = new Map<string, IntervalSet>();
  const found: OutdatedTable[] = [];
  for (const node of planned) {
    const { name, physical, reads } = node;
    const isLeft = !included.has(name) || node.action === "blocked";
    const isEffective = isLeft || input.hold?.has(name) === true;
    const own = isEffective
      ? newIntervalsRead(reads, newIntervals)
      : newIntervalsOf(node, newIntervals);
    newIntervals.set(name, own);
    const model = input.graph.nodes.get(name)?.model;
    if (!isEffective || !model) continue;
    const computed = input.state.intervals.get(physical) ?? [];
    const lost = staleIntervals(own, model, computed);
    if (lost.length === 0 || isForeignWrite({ physical, model: name }, reads, input)) continue;
    found.push({ name, physical, done: toPlanIntervals(subtract(computed, lost)) });
  }
  return found;
}
