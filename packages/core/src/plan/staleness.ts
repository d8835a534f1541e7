import { kindOf } from "../kinds/all-kinds.js";
import type { ModelNode } from "../project/resolve/graph.js";
import { readsNow } from "../project/resolve/unstable-models.js";
import type { ModelVersion } from "../state/state-store.js";
import type { PlanInput } from "./plan-input.js";
import type { PlanReason } from "../state/plan-reason.js";
import { utcDay } from "./untracked.js";

/** Reasons in a plan that make models stale although nothing they read changed. */
interface Planning {
  readonly input: PlanInput;
  readonly volatile: ReadonlySet<string>;
  readonly usesNow: ReadonlySet<string>;
  readonly unstable: ReadonlyMap<string, PlanReason>;
}

/** Why an incremental table looks for rows although nothing changed. */
export function staleness(
  node: ModelNode,
  own: ModelVersion | undefined,
  planning: Planning,
): PlanReason | undefined {
  const { volatile, unstable, input } = planning;
  const { name, kind } = node.model;
  if (volatile.has(name)) return "data changed";
  if (unstable.has(name)) return unstable.get(name);
  const { nodes, project } = input.graph;
  if (own?.dueAt !== undefined && own.dueAt <= project.now.at.getTime()) {
    if (readsNow(node, nodes)) return "reads the clock";
    if (kindOf(kind).addsWhenDue(kind)) return "rows due";
  }
  return isOfAnotherDay(node, own, planning) ? "data changed" : undefined;
}

/** True for a model that uses `$now` and was built for another day, or whose tick has come. */
export function isOfAnotherDay(
  { model }: ModelNode,
  known: ModelVersion | undefined,
  { usesNow: usesNow, input }: Planning,
): boolean {
  const today = utcDay(input.graph.project.now.at.toISOString());
  if (!usesNow.has(model.name) || known === undefined) return false;
  return known.day !== today || input.due?.has(model.name) === true;
}
