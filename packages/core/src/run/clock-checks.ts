import type { Check } from "../model/check/check.js";
import { diagnostic, type Diagnostic } from "../base/errors/sluice-error.js";
import type { PlanNode } from "../plan/plan.js";
import type { Execution } from "./execution.js";

/** The execution with those checks of a relation alone that follow from the run's time; undefined where it has none. */
export function withClockChecks(name: string, execution: Execution): Execution | undefined {
  const own = (execution.checks.get(name) ?? []).filter(isOfClock);
  return own.length === 0 ? undefined : { ...execution, checks: new Map([[name, own]]) };
}

/** True for a model that is reused and has checks only because time moves on: what they find changes nothing published. */
export function isJudgedByClock({ action }: PlanNode): boolean {
  return action === "reuse";
}

/** A relation of which nothing was built does not pass its checks at the run's time. */
export function clockFinding(
  { name, path }: { readonly name: string; readonly path: string | undefined },
  failed: readonly string[],
): Diagnostic {
  return diagnostic({
    code: "RUN.CHECK_FAILED",
    message: `${name}: ${failed.join(", ")} failed at the time of this run.`,
    why: "Nothing of it was built, and readers see what they saw before.",
    where: { file: path, model: name },
    hints: ["Find out why no newer data came; the check runs again at every build."],
  });
}

/** True for a check whose outcome follows from the run's time. */
export function isOfClock({ readsClock }: Check): boolean {
  return readsClock === true;
}
