import type { CheckReport, CheckResult } from "@sluice/core";
import { exitCode, type CommandContext, type CommandRun } from "../../context.js";
import { printLines, remark } from "../../io/io.js";
import { terminalWidth } from "../../io/output.js";
import { checkResult, problem } from "../../json/documents.js";
import { printDocument } from "../../json/print-document.js";
import { counted, listed } from "../../render/amounts.js";
import { isFinding, renderCheck } from "../../render/check-result.js";
import { scopeOptions } from "../../render/scope-options.js";
import { renderGrid } from "../../render/grid.js";
import { visible } from "../../render/width.js";
import { printFindings } from "../../report/failure.js";
import { checksExitCode } from "../../report/run-exit-code.js";
import { withKnownEnvironment } from "../../session/with-workspace.js";
import { selectionOf } from "../selection.js";

type Counts = Record<CheckResult["status"], number>;

export const run: CommandRun = (context) =>
  withKnownEnvironment(context, async (workspace) => {
    const { io, global, signal } = context;
    const report = await workspace.check({ ...selectionOf(context), signal });
    const code = codeOf(report);
    const summary = countsOf(report.results);
    if (global.json) {
      await printDocument(io, "check", {
        ok: code === exitCode.done,
        results: report.results.map(checkResult),
        missing: [...report.missing],
        unreadable: report.unreadable.map(problem),
        summary,
      });
    } else {
      await printFindings(report.unreadable, io);
      print(report, context, summary);
    }
    return code;
  });

/** Nothing to look at is not a success. */
function codeOf(report: CheckReport): number {
  if (report.unreadable.length > 0) return exitCode.cannot;
  if (report.results.length === 0 && report.missing.length > 0) return exitCode.cannot;
  return checksExitCode(report.results);
}

function countsOf(results: readonly CheckResult[]): Counts {
  const counts: Counts = { passed: 0, warned: 0, failed: 0, error: 0, skipped: 0 };
  for (const result of results) counts[result.status] += 1;
  return counts;
}

function print(report: CheckReport, { io, global }: CommandContext, summary: Counts): void {
  const width = terminalWidth(io.stdout);
  const scope = scopeOptions(global);
  if (!global.quiet)
    printLines(io, global.verbose ? each(report.results) : perModel(report.results, io.out));
  const told = report.results.filter(
    (r) => isFinding(r) && !(global.quiet && r.status === "warned"),
  );
  printLines(
    io,
    told.flatMap((result) => ["", ...renderCheck(result, io.out, { width, scope })]),
  );
  if (report.missing.length > 0) {
    remark(io, [
      "",
      io.err.yellow(
        `Not built yet, so not checked: ${listed(report.missing)}. Run \`sluice build${scope}\`.`,
      ),
    ]);
  }
  const bad = summary.failed + summary.error;
  if (global.quiet && bad === 0) return;
  const paint = bad > 0 ? io.err.red : io.err.green;
  remark(io, ["", paint(`${counted(report.results.length, "check")}: ${countsText(summary)}.`)]);
}

function countsText(counts: Counts): string {
  const some = (Object.entries(counts) as [CheckResult["status"], number][]).filter(
    ([, n]) => n > 0,
  );
  return some.length === 0
    ? "none"
    : some.map(([status, n]) => `${String(n)} ${status}`).join(", ");
}

function perModel(results: readonly CheckResult[], colours: CommandContext["io"]["out"]): string[] {
  const models = [...new Set(results.map((result) => result.model))];
  return renderGrid(
    [{ header: "" }, { header: "" }],
    models.map((model) => {
      const counts = countsOf(results.filter((result) => result.model === model));
      const bad = counts.failed + counts.error > 0;
      const style = bad ? colours.red : counts.warned > 0 ? colours.yellow : colours.green;
      return [{ text: visible(model) }, { text: countsText(counts), style }];
    }),
  );
}

function each(results: readonly CheckResult[]): string[] {
  return renderGrid(
    [{ header: "" }, { header: "" }, { header: "" }],
    results.map((result) => [
      { text: result.status },
      { text: visible(result.model) },
      { text: visible(result.label ?? result.check) },
    ]),
  );
}
