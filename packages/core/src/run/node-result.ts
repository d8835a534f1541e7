import type { NodeResult } from "../state/events/event.js";
import type { PlanNode } from "../plan/plan.js";
import { countChecks } from "./audit.js";
import type { Outcome } from "./outcome.js";

/** The result of a planned node: what the plan says of it, and what became of it. */
export function nodeResult(
  { name, kind, reason, version, physical }: PlanNode,
  { checkResults = [], ...outcome }: Outcome,
): NodeResult {
  const checks = countChecks(checkResults);
  return { name, kind, reason, version, physical, seconds: 0, checks, ...outcome, checkResults };
}

/** Seconds since a moment of `performance.now`. */
export function secondsSince(started: number): number {
  return (performance.now() - started) / 1000;
}
