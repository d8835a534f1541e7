import { isSluiceError, SluiceError, toDiagnostic } from "../base/errors/sluice-error.js";
import { systemError } from "../base/errors/system-error.js";
import type { NodeResult } from "../state/events/event.js";
import type { RunnableNode } from "../plan/planned-node.js";
import { backoff } from "../base/retry/backoff.js";
import { sleep } from "../base/retry/sleep.js";
import { durationMs } from "../base/timeout/duration.js";
import { withTimeout } from "../base/timeout/with-timeout.js";
import type { Execution } from "./execution.js";
import { nodeResult, secondsSince } from "./node-result.js";
import { runNode } from "./run-node.js";

/** How often and how long nodes may be tried. */
export interface NodeLimits {
  /** Repetitions after an error that may pass. @default 0 */
  readonly retries?: number | undefined;
  /** How long one attempt may take, in milliseconds. @default no limit */
  readonly nodeTimeoutMs?: number | undefined;
  /** How long a cancelled query has to end. @default 30_000 */
  readonly graceMs?: number | undefined;
  /** Called for a node that cannot be stopped from inside: the process has to go, nothing published is touched. */
  readonly onStuck?: ((node: string) => void) | undefined;
}

/** A step of a node: built and checked, or its late checks. Never rejects. */
export type NodeWork = (planned: RunnableNode, execution: Execution) => Promise<NodeResult>;

/** Does a step of a node within its limits, again while it fails with an error that may pass. Never rejects. */
export async function attemptNode(
  planned: RunnableNode,
  execution: Execution,
  { work = runNode, ...limits }: NodeLimits & { readonly work?: NodeWork },
): Promise<NodeResult> {
  const model = execution.graph.nodes.get(planned.name)?.model;
  const retries = model?.retries ?? limits.retries ?? 0;
  const timeout = model?.timeout === undefined ? limits.nodeTimeoutMs : durationMs(model.timeout);
  for (let attempt = 1; ; attempt += 1) {
    const result = await once(planned, execution, { ...limits, work, nodeTimeoutMs: timeout });
    const mayRepeat = result.status === "failed" && result.error?.retryable === true;
    if (!mayRepeat || attempt > retries)
      return attempt > 1 ? { ...result, attempts: attempt } : result;
    try {
      await sleep(backoff(attempt, `${execution.runId}/${planned.name}`), execution.signal);
    } catch {
      return { ...result, status: "cancelled", attempts: attempt };
    }
  }
}

async function once(
  planned: RunnableNode,
  execution: Execution,
  { work, nodeTimeoutMs, graceMs, onStuck }: NodeLimits & { readonly work: NodeWork },
): Promise<NodeResult> {
  if (nodeTimeoutMs === undefined) return work(planned, execution);
  const started = performance.now();
  try {
    return await withTimeout(
      async (signal) => {
        const result = await work(planned, { ...execution, signal });
        // What the limit has cut short is told as that, what the user has stopped is not.
        if (result.status === "cancelled" && !execution.signal.aborted) throw stopped();
        return result;
      },
      {
        name: planned.name,
        softMs: nodeTimeoutMs,
        graceMs,
        onHard: () => onStuck?.(planned.name),
        signal: execution.signal,
      },
    );
  } catch (error) {
    return nodeResult(planned, {
      status: "failed",
      seconds: secondsSince(started),
      error: toDiagnostic(
        isSluiceError(error) ? error : (systemError(error, { cannotBe: "used" }) ?? stopped(error)),
      ),
    });
  }
}

function stopped(cause?: unknown): SluiceError {
  return new SluiceError({
    code: "INTERNAL.BUG",
    message: "A node was stopped by its limit.",
    cause,
  });
}
