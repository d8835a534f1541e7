import { diagnostic, type Diagnostic } from "../base/errors/sluice-error.js";
import type { PlanNode } from "../plan/plan.js";
import type { BlockedNode } from "../plan/planned-node.js";
import type { NodeResult, NodeStatus } from "../state/events/event.js";
import { nodeResult } from "./node-result.js";

/** The result of a node that the run did not begin. */
export function idleResult(node: PlanNode, status: NodeStatus, error?: Diagnostic): NodeResult {
  return nodeResult(node, { status, error });
}

/** The result of a blocked node: it failed before it began. */
export function blockedResult({ faults = [], ...node }: BlockedNode): NodeResult {
  const [error, ...others] = faults;
  return nodeResult(node, { status: "failed", error, ...(others.length > 0 && { others }) });
}

/** The result of a node that was not begun since the run ends at its first failure. */
export function notBegunResult(node: PlanNode, cause: string): NodeResult {
  const error = diagnostic({
    code: "RUN.SKIPPED",
    message: `${node.name} was not begun because ${cause} failed.`,
    why: "`--fail-fast` begins nothing more after a failure.",
    hints: [`Mend ${cause} and run again.`],
  });
  return idleResult(node, "skipped", error);
}

/** The result of a node that cannot be built without a model that failed. */
export function skippedResult(node: PlanNode, cause: string): NodeResult {
  const error = diagnostic({
    code: "RUN.SKIPPED",
    message: `${node.name} was skipped because ${cause} failed.`,
    hints: [`Mend ${cause} and run again.`],
  });
  return idleResult(node, "skipped", error);
}
