import type { CheckResult, NodeResult, RunSummary } from "@sluice/core";
import { exitCode } from "../context.js";

/** Exit code of a run: 4 when nothing but checks stood in the way, 2 when anything else failed. */
export function runExitCode(summary: RunSummary, results: readonly NodeResult[]): number {
  if (summary.cancelled > 0) return exitCode.interrupted;
  if (summary.ok) return exitCode.done;
  const failed = results.filter((result) => result.status === "failed");
  const byChecks = failed.length > 0 && failed.every(isCheckFailure);
  return byChecks ? exitCode.findings : exitCode.cannot;
}

function isCheckFailure(result: NodeResult): boolean {
  if (result.error)
    return result.error.code === "RUN.CHECK_FAILED" && !cannotRun(result.checkResults);
  return result.checks.failed > 0 && !cannotRun(result.checkResults);
}

/** Exit code of checks alone, by the same rule. */
export function checksExitCode(results: readonly CheckResult[]): number {
  if (cannotRun(results)) return exitCode.cannot;
  return results.some((result) => result.status === "failed") ? exitCode.findings : exitCode.done;
}

function cannotRun(results: readonly CheckResult[]): boolean {
  return results.some((result) => result.status === "error" && result.severity === "error");
}
