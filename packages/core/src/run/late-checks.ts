import type { NodeResult } from "../state/events/event.js";
import { failpoint } from "../base/failpoint/failpoint.js";
import { isBuilt, type RunnableNode } from "../plan/planned-node.js";
import { audit } from "./audit.js";
import type { Execution } from "./execution.js";
import { explainedError } from "./explain-reading.js";
import { nodeResult, secondsSince } from "./node-result.js";
import { unfinished } from "./outcome.js";

/** Runs the checks of a version that had to wait for what is built from it. Never rejects. */
export async function runLateChecks(
  planned: RunnableNode,
  execution: Execution,
): Promise<NodeResult> {
  const started = performance.now();
  const node = execution.graph.nodes.get(planned.name);
  if (!node) return nodeResult(planned, { status: "failed" });
  try {
    const { checkResults, refused } = await audit({ node, planned, moment: "late" }, execution);
    failpoint("late.checked");
    const status = refused ? "failed" : isBuilt(planned) ? "built" : "reused";
    const seconds = secondsSince(started);
    return nodeResult(planned, { status, checkResults, error: refused, seconds });
  } catch (error) {
    const found = await explainedError(error, node.model, { execution });
    return nodeResult(planned, unfinished(found, execution));
  }
}
