import type { NodeResult, NodeStatus, RunSummary } from "../state/events/event.js";
import type { AppliedCrons } from "../state/applied-cron.js";
import type { RunEnd } from "../state/state-store.js";
import type { Promoted } from "./promote.js";

/** Counts the results of a run. */
export function runSummary(
  results: readonly NodeResult[],
  run: { readonly runId: string; readonly seconds: number; readonly promoted: Promoted },
): RunSummary {
  // A source is never built: it counts where something is wrong with it.
  const counted = results.filter((r) => r.kind !== "source" || r.status !== "reused");
  const count = (status: NodeStatus) => counted.filter((r) => r.status === status).length;
  const counts = {
    built: count("built"),
    reused: count("reused"),
    failed: count("failed"),
    skipped: count("skipped"),
    cancelled: count("cancelled"),
  };
  const { runId, seconds, promoted } = run;
  return {
    runId,
    ok: counts.failed + counts.skipped + counts.cancelled === 0,
    seconds,
    ...counts,
    warnings: results.reduce((sum, r) => sum + r.checks.warned, 0),
    published: promoted.views > 0 || promoted.removed.length > 0,
    ...(promoted.removed.length > 0 && { removed: promoted.removed.length }),
  };
}

/** The record of a run that ends. */
export function runEnd(
  run: RunEnd["run"],
  results: readonly NodeResult[],
  ticks: AppliedCrons | undefined,
): RunEnd {
  return {
    run,
    nodes: results.filter((r) => r.status !== "reused" || r.checkResults.length > 0),
    checks: results.flatMap((r) => r.checkResults),
    ticks: metTicks(results, ticks),
  };
}

/** The status of a run in the history. */
export function runStatus(isCancelled: boolean, { ok }: RunSummary): RunEnd["run"]["status"] {
  if (isCancelled) return "cancelled";
  return ok ? "succeeded" : "failed";
}

/** The ticks of models that succeeded. */
function metTicks(results: readonly NodeResult[], ticks: AppliedCrons = new Map()): AppliedCrons {
  const met = results.filter((r) => r.status === "built" || r.status === "reused");
  const names = new Set(met.map(({ name }) => name));
  return new Map([...ticks].filter(([name]) => names.has(name)));
}
