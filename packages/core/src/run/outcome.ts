import type { Diagnostic } from "../base/errors/sluice-error.js";
import type { NodeResult } from "../state/events/event.js";
import type { Execution } from "./execution.js";
import { overdue } from "./overdue.js";

/** What became of a node, without what follows from the plan. */
export type Outcome = Pick<NodeResult, "status"> & Partial<NodeResult>;

/** A node that did not come to its end: stopped by somebody, by a limit, or by the error itself. */
export function unfinished(error: Diagnostic, { signal }: Pick<Execution, "signal">): Outcome {
  const late = overdue(signal);
  if (late) return { status: "failed", error: late };
  return { status: signal.aborted ? "cancelled" : "failed", error };
}
