import type { Diagnostic, RunEvent, Workspace } from "@sluice/core";
import { exitCode, type CommandContext, type CommandRun } from "../context.js";
import { remark } from "../io/io.js";
import { node, problem, runSummary } from "../json/documents.js";
import { printDocument } from "../json/print-document.js";
import { flag } from "../program/read-options.js";
import { loadAdvice } from "../report/advice.js";
import { createReporter } from "../report/create-reporter.js";
import { renderRunEnd, type RunReport } from "../report/final-report.js";
import type { Reporter } from "../report/reporter.js";
import { runExitCode } from "../report/run-exit-code.js";
import { withWorkspace } from "../session/with-workspace.js";
import { selectionOf } from "./selection.js";

export const run: CommandRun = async (context) => {
  const reporter = createReporter(context.io, context.global);
  context.onInterrupt(() => reporter.note("Stopping; press Ctrl-C again to stop at once."));
  try {
    return await withWorkspace(context, (workspace) => build(workspace, context, reporter), {
      note: (text) => reporter.note(text),
    });
  } finally {
    reporter.close();
  }
};

async function build(
  workspace: Workspace,
  context: CommandContext,
  reporter: Reporter,
): Promise<number> {
  const { io, global } = context;
  const told = emptyRun();
  reporter.expect?.(nodeNames(workspace));
  for await (const event of workspace.build(buildOptions(context))) {
    reporter.event(event);
    remember(told, event);
  }
  reporter.close();
  const { started, summary } = told;
  if (!summary) return exitCode.cannot;
  const environment = started?.environment ?? workspace.project.environment;
  const report: RunReport = { ...told, summary, environment, advice: await loadAdvice() };
  if (global.logFormat === "text") remark(io, renderRunEnd(report, io, global));
  if (global.json) {
    await printDocument(io, "build", {
      ok: summary.ok,
      run_id: summary.runId,
      target: started?.target ?? workspace.project.target.name,
      environment,
      published: summary.published,
      nodes: told.results.map(node),
      warnings: told.warnings.map(problem),
      summary: runSummary(summary),
    });
  }
  return runExitCode(summary, told.results);
}

/** An ephemeral model is no node. */
function nodeNames({ project }: Workspace): string[] {
  return [...project.models.values()].flatMap((model) =>
    model.kind.type === "ephemeral" ? [] : [model.name],
  );
}

function buildOptions(context: CommandContext) {
  const { options, signal } = context;
  return {
    ...selectionOf(context),
    force: flag(options, "force") || flag(options, "fullRefresh"),
    failFast: flag(options, "failFast"),
    signal,
  };
}

/** What a run told, as it is needed at its end. */
interface ToldRun {
  started?: Extract<RunEvent, { type: "run_started" }>;
  summary?: RunReport["summary"];
  readonly results: RunReport["results"][number][];
  readonly warnings: Diagnostic[];
}

function emptyRun(): ToldRun {
  return { results: [], warnings: [] };
}

function remember(told: ToldRun, event: RunEvent): void {
  if (event.type === "run_started") told.started = event;
  else if (event.type === "node_finished") told.results.push(event.result);
  else if (event.type === "warning") told.warnings.push(event.diagnostic);
  else if (event.type === "run_finished") told.summary = event.summary;
}
