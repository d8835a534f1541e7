import type { CheckResult, Diagnostic, NodeResult, RunSummary } from "@sluice/core";
import type { FollowedRun } from "../report/followed-run.js";
import { rowToJson } from "../output/json-value.js";
import type {
  CheckResultDocument,
  NodeDocument,
  ProblemDocument,
  RunSummaryDocument,
} from "./parts.js";
import type { RunDocument } from "./plan-parts.js";

/** A diagnostic as it stands in a document. */
export function problem(
  found: Omit<Diagnostic, "code" | "severity"> & { readonly code: string },
): ProblemDocument {
  const { file, line, column, model } = found.where ?? {};
  return {
    code: found.code,
    message: found.message,
    why: found.why ?? null,
    where: { file: file ?? null, line: line ?? null, column: column ?? null, model: model ?? null },
    hints: [...found.hints],
    retryable: found.retryable,
  };
}

/** The `error` key, only where there is one. */
function errorKey(error: Diagnostic | undefined): { error?: ProblemDocument } {
  return error ? { error: problem(error) } : {};
}

export function checkResult(result: CheckResult): CheckResultDocument {
  return {
    model: result.model,
    check: result.check,
    type: result.type,
    status: result.status,
    severity: result.severity,
    observed: finite(result.observed),
    unit: result.unit ?? null,
    expected: result.expected ?? null,
    failing: result.failing ?? null,
    rows: result.rows ?? null,
    sample: (result.sample ?? []).map(rowToJson),
    query: result.query ?? null,
    reason: result.reason ?? null,
    ...errorKey(result.error),
  };
}

function finite(value: number | string | null | undefined): number | string | null {
  if (typeof value === "number" && !Number.isFinite(value)) return String(value);
  return value ?? null;
}

export function node(result: NodeResult): NodeDocument {
  return {
    name: result.name,
    kind: result.kind,
    status: result.status,
    reason: result.reason ?? null,
    rows: result.rows ?? null,
    batches: result.batches ? { ...result.batches } : null,
    seconds: round(result.seconds),
    version: result.version,
    checks: { ...result.checks },
    check_results: result.checkResults.filter((c) => c.status !== "passed").map(checkResult),
    ...errorKey(result.error),
    ...(result.others && { other_errors: result.others.map(problem) }),
  };
}

export function runSummary(summary: RunSummary): RunSummaryDocument {
  const { built, reused, failed, skipped, cancelled, warnings, removed = 0 } = summary;
  const counts = { built, reused, failed, skipped, cancelled, warnings, removed };
  return { ...counts, seconds: round(summary.seconds) };
}

/** A run that has come to its end. */
export function runDocument(ran: FollowedRun): RunDocument {
  return {
    run_id: ran.summary.runId,
    target: ran.target,
    environment: ran.environment,
    published: ran.summary.published,
    nodes: ran.results.map(node),
    warnings: ran.warnings.map(problem),
    removed: [...ran.removed],
    outdated: ran.outdated.map(({ name, behind }) => ({ name, behind: [...behind] })),
    copy: ran.copy ?? null,
    seconds: round(ran.seconds),
    summary: runSummary(ran.summary),
  };
}

/** Seconds to the millisecond. */
export function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
