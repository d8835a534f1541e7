import type { PromotionRecord, Rollback, Workspace } from "@sluice/core";
import { exitCode, type CommandContext, type CommandRun } from "../../context.js";
import { printLines, remark } from "../../io/io.js";
import { terminalWidth } from "../../io/output.js";
import type { PromotionDocument } from "./document.js";
import { printDocument } from "../../json/print-document.js";
import { flag } from "../../program/read-options.js";
import { intervalsText } from "../../plan/plan-time.js";
import { counted, listed } from "../../render/amounts.js";
import { renderDiagnostic } from "../../render/diagnostic.js";
import { renderGrid } from "../../render/grid.js";
import { visible } from "../../render/width.js";
import { withWorkspace } from "../../session/with-workspace.js";

export const run: CommandRun = (context) => {
  const { args, options, global } = context;
  const [environment, to] = args;
  const isList = flag(options, "list");
  const there = { ...context, global: { ...global, environment } };
  const body = (workspace: Workspace) =>
    isList ? list(workspace, there) : rollBack(workspace, to, there);
  return withWorkspace(there, body, { readOnly: isList });
};

async function list(workspace: Workspace, context: CommandContext): Promise<number> {
  const { io, global } = context;
  const promotions = await workspace.promotions();
  if (global.json) {
    await printDocument(io, "rollback", {
      ok: true,
      environment: workspace.project.environment,
      promotions: promotions.map(promotionDocument),
      run_id: null,
      to: null,
      published: [],
      removed: [],
      newer: [],
      behind: [],
    });
    return exitCode.done;
  }
  const rows = promotions.map((one) => [
    { text: String(one.sequence) },
    { text: one.at.slice(0, 19).replace("T", " ") },
    { text: one.runId },
    { text: String(one.models) },
    { text: changeText(one) },
    noteCell(one, context),
  ]);
  const columns = [
    { header: "number", align: "right" as const },
    { header: "published (UTC)" },
    { header: "run", optional: true },
    { header: "models", align: "right" as const },
    { header: "changed", optional: true },
    { header: "" },
  ];
  printLines(io, renderGrid(columns, rows, { head: io.out.dim, width: terminalWidth(io.stdout) }));
  return exitCode.done;
}

function changeText({ published, removed }: PromotionRecord): string {
  const parts = [
    published.length > 0 ? `${String(published.length)} moved` : "",
    removed.length > 0 ? `${String(removed.length)} removed` : "",
  ];
  return parts.filter((part) => part !== "").join(", ");
}

function noteCell({ current, gone }: PromotionRecord, { io }: CommandContext) {
  if (current) return { text: "shown now", style: io.out.green };
  if (gone.length === 0) return { text: "" };
  return { text: `gone: ${visible(listed(gone, 2))}`, style: io.out.yellow };
}

async function rollBack(
  workspace: Workspace,
  to: string | undefined,
  { io, global }: CommandContext,
): Promise<number> {
  const done = await workspace.rollback(to);
  if (global.json) {
    await printDocument(io, "rollback", {
      ok: done.warnings.length === 0,
      environment: done.environment,
      promotions: [],
      run_id: done.runId,
      to: promotionDocument(done.to),
      published: [...done.published],
      removed: [...done.removed],
      newer: done.newer.map(({ model, changedAt }) => ({ model, changed_at: changedAt })),
      behind: done.behind.map(({ model, missing }) => ({ model, missing: [...missing] })),
    });
  } else {
    if (!global.quiet) printLines(io, changes(done, { io }));
    remark(io, remarks(done, { io, global }));
  }
  return done.warnings.length === 0 ? exitCode.done : exitCode.cannot;
}

function changes({ published, removed }: Rollback, { io }: Pick<CommandContext, "io">): string[] {
  return [
    ...published.map((model) => `${io.out.green("back   ")}  ${visible(model)}`),
    ...removed.map((model) => `${io.out.yellow("removed")}  ${visible(model)}`),
  ];
}

function remarks(
  { environment, to, published, removed, newer, behind, warnings }: Rollback,
  { io, global }: Pick<CommandContext, "io" | "global">,
): string[] {
  const { err } = io;
  const changed = [...published, ...removed];
  const when = `promotion ${String(to.sequence)} of ${to.at.slice(0, 19).replace("T", " ")} UTC`;
  const failed = warnings.flatMap((warning) => ["", ...renderDiagnostic(warning, err)]);
  const rows = [
    ...(newer.length === 0
      ? []
      : [
          `${listed(newer.map(({ model }) => visible(model)))} ${newer.length === 1 ? "holds" : "hold"} rows written since: a rollback moves views, not rows.`,
        ]),
    ...behind.map(
      ({ model, missing }) =>
        `${visible(model)} has the rows of before, or none, for time computed again or later since: ${intervalsText(missing)}.`,
    ),
  ].map((line) => err.yellow(line));
  if (changed.length === 0) {
    return [err.green(`${environment} shows ${when} already; nothing was changed.`), ...rows];
  }
  if (global.quiet) return [...rows, ...failed];
  return [
    "",
    err.green(`${environment} shows ${counted(to.models, "model")} as of ${when}.`),
    ...rows,
    `The next build publishes ${changed.length === 1 ? "this model" : `these ${String(changed.length)} models`} again, unless the edits are reverted.`,
    `Undo it: sluice rollback ${environment}`,
    ...failed,
  ];
}

function promotionDocument(one: PromotionRecord): PromotionDocument {
  const { sequence, runId, at, published, removed, models, current, gone } = one;
  return {
    sequence,
    run_id: runId,
    at,
    published: [...published],
    removed: [...removed],
    models,
    current,
    gone: [...gone],
  };
}
