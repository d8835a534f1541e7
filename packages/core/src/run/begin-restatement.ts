import type { SqlRunner } from "../warehouse/warehouse-adapter.js";
import { fromPlanIntervals } from "../plan/plan-update.js";
import type { Execution } from "./execution.js";

/**
 * Marks all that a plan restates as still to do, before any of it is done: whatever ends the run, the next one finishes
 * it, in the readers of a restated model too, also in those that are no part of the plan. Time is forgotten; a version without time is marked itself.
 */
export async function beginRestatement(
  tx: SqlRunner,
  { plan, state, runId }: Pick<Execution, "plan" | "state" | "runId">,
): Promise<void> {
  const begun = plan.nodes.flatMap(({ restates, update }) =>
    restates === undefined ? [] : [{ restates, update }],
  );
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
  if (forgotten.size > 0) await state.setIntervals(tx, forgotten, runId);
  await state.markRestating(tx, [
    ...others.map(({ restates }) => restates),
    ...whole.map(({ physical }) => physical),
  ]);
}
