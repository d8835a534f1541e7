import { fromPlanIntervals } from "../plan/plan-update.js";
import { updateOf } from "../plan/planned-node.js";
import type { StateChange } from "../state/state-change.js";
import type { Execution } from "./execution.js";

/**
 * Changes that mark all that a plan restates as still to do, before any of it is done: whatever ends the run, the next one
 * finishes it, in the readers of a restated model too, also in those that are no part of the plan. Time is forgotten; a
 * version without time is marked itself.
 */
export function restatementChanges({
  plan,
  runId,
}: Pick<Execution, "plan" | "runId">): readonly StateChange[] {
  const begun = plan.nodes.flatMap((node) => {
    const restates = "restates" in node ? node.restates : undefined;
    return restates === undefined ? [] : [{ restates, update: updateOf(node) }];
  });
  const byTime = begun.flatMap(({ restates, update }) =>
    update?.restated ? [[restates, fromPlanIntervals(update.done)] as const] : [],
  );
  const outdated = plan.outdated ?? [];
  const outside = outdated.flatMap(({ physical, done }) =>
    done === undefined ? [] : [[physical, fromPlanIntervals(done)] as const],
  );
  const others = begun.filter(({ update }) => !update?.restated);
  const whole = outdated.filter(({ done }) => done === undefined);
  const forgotten = new Map([...outside, ...byTime]);
  const tables = [...forgotten].map(([physical, done]) => ({ physical, done }));
  const marked = [
    ...others.map(({ restates }) => restates),
    ...whole.map(({ physical }) => physical),
  ];
  return [
    { type: "set intervals", tables, runId },
    { type: "mark restating", physical: marked },
  ];
}
