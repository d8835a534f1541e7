import type { Diagnostic, NodeResult, RunSummary } from "@sluice/core";
import type { Io } from "../io/io.js";
import { counted, seconds } from "../render/amounts.js";
import { isFinding, renderCheck } from "../render/check-result.js";
import { renderDiagnostic } from "../render/diagnostic.js";

/** What the end of a run is told from. */
export interface RunReport {
  readonly results: readonly NodeResult[];
  readonly warnings: readonly Diagnostic[];
  readonly summary: RunSummary;
  readonly environment: string;
}

/** The end of a run: every warning and failure once more, whole, then the totals. */
export function renderRunEnd(report: RunReport, io: Io, quiet = false): string[] {
  const width = io.stderr.isTTY ? io.stderr.columns : undefined;
  const blocks = [
    ...(quiet ? [] : report.warnings.map((found) => renderDiagnostic(found, io.err))),
    ...report.results.flatMap((result) => nodeBlocks(result, { io, width, quiet })),
  ];
  const lines = blocks.flatMap((block) => ["", ...block]);
  if (quiet && report.summary.ok) return lines;
  return [...lines, "", ...totals(report, io)];
}

function nodeBlocks(
  result: NodeResult,
  {
    io,
    width,
    quiet,
  }: { readonly io: Io; readonly width: number | undefined; readonly quiet: boolean },
): string[][] {
  const findings = result.checkResults
    .filter((check) => isFinding(check) && !(quiet && check.status === "warned"))
    .map((check) => renderCheck(check, io.err, width));
  const failed =
    result.status === "failed" && result.error ? [withModel(result.error, result.name)] : [];
  return [...failed.map((error) => renderDiagnostic(error, io.err)), ...findings];
}

function withModel(error: Diagnostic, model: string): Diagnostic {
  return error.where?.model === undefined ? { ...error, where: { ...error.where, model } } : error;
}

function totals({ summary, environment }: RunReport, io: Io): string[] {
  const { err } = io;
  const time = seconds(summary.seconds);
  if (summary.cancelled > 0) {
    return [
      err.yellow(`Interrupted after ${time}: ${counts(summary)}.`),
      "What was built is kept; run the same command again to continue.",
    ];
  }
  if (!summary.ok)
    return [err.red(`Failed after ${time}: ${counts(summary)}.`), readers(summary, environment)];
  const warnings =
    summary.warnings > 0 ? err.yellow(` ${counted(summary.warnings, "warning")}.`) : "";
  if (summary.built === 0)
    return [`${err.green("Nothing to build")}: ${counts(summary)} in ${time}.${warnings}`];
  return [`${err.green("Done")} in ${time}: ${counts(summary)}.${warnings}`];
}

function counts(summary: RunSummary): string {
  const parts = (["built", "reused", "failed", "skipped", "cancelled"] as const)
    .filter((key) => summary[key] > 0)
    .map((key) => `${String(summary[key])} ${key}`);
  return parts.length === 0 ? "no models" : parts.join(", ");
}

function readers(summary: RunSummary, environment: string): string {
  return summary.published
    ? `What succeeded is published to ${environment}; readers of the rest see its last good version.`
    : `Nothing was published: readers of ${environment} see what they saw before.`;
}
