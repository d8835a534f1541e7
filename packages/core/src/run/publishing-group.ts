import type { NodeResult } from "../state/events/event.js";
import type { PlanNode } from "../plan/plan.js";
import { isBuilt } from "../plan/planned-node.js";

/** True for a model that may be published as far as its own result says. */
export function isGood({ status }: NodeResult): boolean {
  return status === "built" || status === "reused";
}

/** A result that is complete after the late checks, which ran when the model was built. */
export function withLateResult(own: NodeResult, late: NodeResult): NodeResult {
  return {
    ...own,
    status: late.status,
    seconds: own.seconds + late.seconds,
    checkResults: [...own.checkResults, ...late.checkResults],
    checks: {
      passed: own.checks.passed + late.checks.passed,
      warned: own.checks.warned + late.checks.warned,
      failed: own.checks.failed + late.checks.failed,
    },
    error: late.error ?? own.error,
    ...(late.attempts !== undefined && { attempts: late.attempts }),
  };
}

/** Good members of a group that may not be published, each with the member at fault: one that is not good. */
export function withheld(
  results: ReadonlyMap<string, NodeResult>,
  /** Members without which one is not published: those it reads, and those its checks read. */
  needs: (name: string) => readonly string[],
): ReadonlyMap<string, string> {
  const readers = new Map<string, string[]>();
  for (const name of results.keys())
    for (const need of needs(name)) readers.set(need, [...(readers.get(need) ?? []), name]);
  const lost = [...results.values()].filter((one) => !isGood(one)).map(({ name }) => name);
  const held = new Map<string, string>();
  for (const name of lost)
    for (const reader of readers.get(name) ?? []) {
      const result = results.get(reader);
      if (!result || !isGood(result) || held.has(reader)) continue;
      held.set(reader, held.get(name) ?? name);
      lost.push(reader);
    }
  return held;
}

/** The verdict on the relation that a build has left behind. */
export function verdictOn(node: PlanNode, { status }: NodeResult): "built" | "failed" | undefined {
  if (!isBuilt(node) || status === "cancelled") return undefined;
  return status === "built" ? "built" : "failed";
}
