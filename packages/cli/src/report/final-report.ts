import { relative } from "node:path";
import type { CheckResult, Diagnostic, NodeResult, RunSummary } from "@sluice/core";
import type { Io } from "../io/io.js";
import { terminalWidth } from "../io/output.js";
import { counted, seconds } from "../render/amounts.js";
import { checkCells, isFinding, renderCheck } from "../render/check-result.js";
import { renderDiagnostic } from "../render/diagnostic.js";
import { renderGrid } from "../render/grid.js";
import type { Advice } from "./advice.js";
import { visible } from "../render/width.js";
import type { FollowedRun } from "./followed-run.js";
import { readersLines } from "./readers-lines.js";
import { summaryCounts } from "./summary-counts.js";

/** A finished run as its report needs it. */
export interface RunReport extends Omit<FollowedRun, "target"> {
  /** What to do about an error that does not say so itself. */
  readonly advice: Advice;
}

/** How much of the end of a run is told. */
export interface RunEndOptions {
  /** Failures only. */
  readonly quiet?: boolean | undefined;
  /** Every warning whole, however many there are. */
  readonly verbose?: boolean | undefined;
  /** Options of a command that is to look at the same, as `scopeOptions` gives them. @default none */
  readonly scope?: string | undefined;
}

/** More warnings than this are a list: whole, they would bury what else the run has to say. */
const mostWhole = 3;
const mostListed = 20;
/** Failing rows of a warning; a failure shows all of its sample. */
const warningRows = 3;

/** The end of a run: every failure once more, whole, the warnings, then the totals. */
export function renderRunEnd(report: RunReport, io: Io, options: RunEndOptions = {}): string[] {
  const { quiet = false, scope = "" } = options;
  const blocks = [
    ...report.warnings
      .filter(({ severity }) => !quiet || severity === "error")
      .map((found) => renderDiagnostic(found, io.err)),
    ...(quiet ? [] : warningBlocks(report, io, options)),
    ...failures(report, scope, io),
  ];
  const lines = blocks.flatMap((block) => ["", ...block]);
  if (quiet && report.summary.ok) return lines;
  return [
    ...lines,
    "",
    ...totals(report, io),
    ...readersLines(report, io, scope),
    ...copyLine(report, io),
  ];
}

function copyLine({ copy }: RunReport, io: Io): string[] {
  if (copy === undefined) return [];
  const held = `${counted(copy.relations, "relation")}, ${counted(copy.rows, "row")}`;
  return [`Copied to ${visible(relative(io.cwd, copy.file))}: ${held}.`];
}

/** A source's fault is that of every model that reads it, and is told once. */
function failures({ results, advice }: RunReport, scope: string, io: Io): string[][] {
  const told = new Set<string>();
  return results.flatMap((result) => {
    const errors = errorsOf(result).filter((error) => !told.has(JSON.stringify(error)));
    for (const error of errors) told.add(JSON.stringify(error));
    return [
      ...errors.map((error) => renderDiagnostic(error, io.err, advice(error))),
      ...failedChecks(result, scope, io),
    ];
  });
}

function errorsOf({ name, status, error, others = [] }: NodeResult): readonly Diagnostic[] {
  if (status !== "failed" || !error) return [];
  return [error, ...others].map((one) => withModel(one, name));
}

function failedChecks(result: NodeResult, scope: string, io: Io): string[][] {
  const width = terminalWidth(io.stderr);
  return result.checkResults
    .filter((check) => isFinding(check) && check.status !== "warned")
    .map((check) => renderCheck(check, io.err, { width, scope }));
}

function warningBlocks(
  report: RunReport,
  io: Io,
  { verbose = false, scope = "" }: RunEndOptions,
): string[][] {
  const warned = report.results.flatMap((result) =>
    result.checkResults.filter((check) => check.status === "warned"),
  );
  if (warned.length === 0) return [];
  const width = terminalWidth(io.stderr);
  if (verbose) return warned.map((check) => renderCheck(check, io.err, { width, scope }));
  if (warned.length <= mostWhole)
    return warned.map((check) => renderCheck(check, io.err, { width, scope, rows: warningRows }));
  return [listOfWarnings(warned, scope, io)];
}

function listOfWarnings(warned: readonly CheckResult[], scope: string, io: Io): string[] {
  const columns = ["", "", ""].map((header) => ({ header }));
  const listed = warned.slice(0, mostListed).map((check) => checkCells(check, io.err));
  const more = warned.length - listed.length;
  return [
    io.err.yellow(`${counted(warned.length, "check")} warned`),
    ...renderGrid(columns, listed, { width: terminalWidth(io.stderr) }),
    ...(more > 0 ? [`  and ${counted(more, "more", "more")}`] : []),
    `  ${io.err.cyan("next: ")}\`sluice check${visible(scope)}\` shows the rows of each.`,
  ];
}

function withModel(error: Diagnostic, model: string): Diagnostic {
  return error.where?.model === undefined ? { ...error, where: { ...error.where, model } } : error;
}

function totals({ summary, environment, seconds: passed }: RunReport, io: Io): string[] {
  const { err } = io;
  const time = seconds(passed);
  const counts = summaryCounts(summary) || "no models";
  if (summary.cancelled > 0) {
    return [
      err.yellow(`Interrupted after ${time}: ${counts}.`),
      "What was built is kept; run the same command again to continue.",
    ];
  }
  if (!summary.ok)
    return [err.red(`Failed after ${time}: ${counts}.`), readers(summary, environment)];
  const warnings =
    summary.warnings > 0 ? err.yellow(` ${counted(summary.warnings, "warning")}.`) : "";
  const published = summary.published ? ` Published to ${environment}.` : "";
  if (summary.built === 0)
    return [`${err.green("Nothing to build")}: ${counts} in ${time}.${published}${warnings}`];
  return [`${err.green("Done")} in ${time}: ${counts}.${published}${warnings}`];
}

function readers(summary: RunSummary, environment: string): string {
  return summary.published
    ? `What succeeded is published to ${environment}; readers of the rest see its last good version.`
    : `Nothing was published: readers of ${environment} see what they saw before.`;
}
