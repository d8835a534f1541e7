import { SluiceError, type RunRecord } from "@sluice/core";
import { exitCode, type CommandContext, type CommandRun } from "../../context.js";
import { printLines, remark } from "../../io/io.js";
import { terminalWidth } from "../../io/output.js";
import { node, runSummary } from "../../json/documents.js";
import { printDocument } from "../../json/print-document.js";
import { whole } from "../../program/read-options.js";
import { seconds } from "../../render/amounts.js";
import { renderGrid } from "../../render/grid.js";
import { visible } from "../../render/width.js";
import { nameWidthFor, nodeLine } from "../../report/node-line.js";
import { summaryCounts } from "../../report/summary-counts.js";
import { withReadOnlyWorkspace } from "../../session/with-workspace.js";

/** How far back a run is looked for by its id. */
const searched = 1000;

export const run: CommandRun = (context) =>
  withReadOnlyWorkspace(context, async (workspace) => {
    const { io, global, args, options } = context;
    const [id] = args;
    const limit = id === undefined ? (whole(options, "limit") ?? 20) : searched;
    const all = await workspace.history({ limit });
    const runs = id === undefined ? all : [find(all, id)];
    const one = id === undefined ? undefined : runs[0];
    if (global.json) {
      const nodes = (one?.nodes ?? []).map(node);
      await printDocument(io, "history", { ok: true, runs: runs.map(runBody), nodes });
    } else if (runs.length === 0) remark(io, ["No runs yet: `sluice build` makes the first."]);
    else if (one) printLines(io, oneRun(one, context));
    else printLines(io, listOfRuns(runs, context));
    return exitCode.done;
  });

function find(runs: readonly RunRecord[], id: string): RunRecord {
  const found = runs.filter((run) => run.runId.startsWith(id));
  const [only] = found;
  if (only && (found.length === 1 || only.runId === id)) return only;
  throw new SluiceError({
    code: "CLI.SELECTION_EMPTY",
    message: only ? `Several runs begin with "${id}".` : `There is no run "${id}".`,
    hints: only
      ? found.slice(0, 5).map((run) => `Write ${run.runId}.`)
      : ["`sluice history` lists the latest runs."],
  });
}

function runBody(run: RunRecord) {
  return {
    run_id: run.runId,
    command: run.command,
    environment: run.environment,
    started_at: run.startedAt,
    finished_at: run.finishedAt ?? null,
    status: run.status,
    summary: run.summary ? runSummary(run.summary) : null,
  };
}

function statusStyle(status: RunRecord["status"], { io }: CommandContext) {
  if (status === "succeeded") return io.out.green;
  return status === "failed" ? io.out.red : io.out.yellow;
}

function listOfRuns(runs: readonly RunRecord[], context: CommandContext): string[] {
  const { stdout, out } = context.io;
  return renderGrid(
    [
      { header: "run" },
      { header: "started (UTC)" },
      { header: "command", optional: true },
      { header: "environment", optional: true },
      { header: "status" },
      { header: "took", align: "right" },
      { header: "models" },
    ],
    runs.map((run) => [
      { text: run.runId },
      { text: started(run) },
      { text: visible(run.command) },
      { text: run.environment },
      { text: run.status, style: statusStyle(run.status, context) },
      { text: run.summary ? seconds(run.summary.seconds) : "" },
      { text: run.summary ? summaryCounts(run.summary) : "" },
    ]),
    { head: out.dim, width: terminalWidth(stdout) },
  );
}

function oneRun(run: RunRecord, context: CommandContext): string[] {
  const nameWidth = nameWidthFor(run.nodes.map((result) => result.name));
  const took = run.summary ? `, ${seconds(run.summary.seconds)}` : "";
  const status = statusStyle(run.status, context)(run.status);
  return [
    `${run.runId}  ${status}  ${visible(run.command)} to ${run.environment}, ${started(run)} UTC${took}`,
    "",
    ...run.nodes.map((result) =>
      nodeLine(result, {
        colours: context.io.out,
        position: "",
        nameWidth,
        width: context.io.stdout.columns ?? 240,
        verbose: context.global.verbose,
      }),
    ),
  ];
}

function started(run: RunRecord): string {
  return run.startedAt.slice(0, 19).replace("T", " ");
}
