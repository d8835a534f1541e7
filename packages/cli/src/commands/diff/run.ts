import type { DiffOptions, EnvironmentDiff, ModelDiff, Workspace } from "@sluice/core";
import { exitCode, type CommandContext, type CommandRun } from "../../context.js";
import { printLines, remark } from "../../io/io.js";
import { terminalWidth } from "../../io/output.js";
import { modelDiffDocument } from "../../json/diff-document.js";
import { printDocument } from "../../json/print-document.js";
import { flag, list, text, whole } from "../../program/read-options.js";
import { counted, listed } from "../../render/amounts.js";
import { diffStatusText, renderModelDiff } from "../../render/diff.js";
import type { DiffLayout } from "../../render/diff-sample.js";
import { renderGrid } from "../../render/grid.js";
import { truncate, visible } from "../../render/width.js";
import { createLiveRegion } from "../../report/live-region.js";
import { withReadOnlyWorkspace } from "../../session/with-workspace.js";
import { selectionOf } from "../selection.js";

type Status = ModelDiff["status"];
type Counts = Record<Status, number>;

export const run: CommandRun = (context) =>
  withReadOnlyWorkspace(context, async (workspace) => {
    const found = await compare(workspace, context);
    const summary = countsOf(found.models);
    const different = summary.different + summary.only_a + summary.only_b > 0;
    const code = codeOf(found, summary, different && flag(context.options, "fail"));
    if (context.global.json) {
      await printDocument(context.io, "diff", {
        ok: code === exitCode.done,
        a: found.a,
        b: found.b,
        different,
        models: found.models.map(modelDiffDocument),
        missing: [...found.missing],
        summary,
      });
    } else print(found, context, summary);
    return code;
  });

function codeOf({ models, missing }: EnvironmentDiff, summary: Counts, failing: boolean): number {
  if (summary.error > 0 || (models.length === 0 && missing.length > 0)) return exitCode.cannot;
  return failing ? exitCode.findings : exitCode.done;
}

async function compare(workspace: Workspace, context: CommandContext): Promise<EnvironmentDiff> {
  const { io, global, args, options, signal } = context;
  const [a = "", b = "", ...names] = args;
  const live = io.live && !global.json && !global.quiet && global.logFormat === "text";
  const region = live ? createLiveRegion(io.stderr) : undefined;
  const tolerance: unknown = options["tolerance"];
  try {
    return await workspace.diff(a, b, {
      ...selectionOf({ ...context, args: names }),
      on: list(options, "on"),
      where: text(options, "where"),
      tolerance: typeof tolerance === "number" ? tolerance : undefined,
      limit: whole(options, "limit"),
      schemaOnly: flag(options, "schemaOnly"),
      signal,
      onProgress: region && progress(region, io.stderr.columns ?? 80),
    });
  } finally {
    region?.close();
  }
}

function progress(
  region: ReturnType<typeof createLiveRegion>,
  width: number,
): NonNullable<DiffOptions["onProgress"]> {
  return ({ name, position, total }) => {
    const line = `${String(position)}/${String(total)}  comparing ${visible(name)}`;
    region.draw([truncate(line, width - 1)]);
  };
}

function countsOf(models: readonly ModelDiff[]): Counts {
  const counts: Counts = {
    shared: 0,
    identical: 0,
    same_columns: 0,
    different: 0,
    only_a: 0,
    only_b: 0,
    error: 0,
  };
  for (const { status } of models) counts[status] += 1;
  return counts;
}

function print(found: EnvironmentDiff, context: CommandContext, summary: Counts): void {
  const { io, global, args } = context;
  const layout: DiffLayout = {
    colours: io.out,
    width: terminalWidth(io.stdout),
    a: visible(found.a),
    b: visible(found.b),
  };
  const told = ({ status }: ModelDiff) => status === "different" || status === "error";
  // Of hundreds of models nearly all are shared: they are counted, and listed when asked for.
  const asked = global.verbose || args.length > 2 || list(context.options, "select").length > 0;
  const short = found.models.filter((m) => !told(m) && (asked || m.status !== "shared"));
  if (!global.quiet) printLines(io, listOf(short, layout));
  const blocks = found.models.filter(told).map((model) => renderModelDiff(model, layout));
  const first = global.quiet || short.length === 0;
  printLines(
    io,
    blocks.flatMap((lines, i) => (first && i === 0 ? lines : ["", ...lines])),
  );
  if (found.missing.length > 0) {
    const text = `In neither environment: ${listed(found.missing)}. Run \`sluice build\`.`;
    remark(io, ["", io.err.yellow(text)]);
  }
  if (!global.quiet) remark(io, ["", summaryLine(found, summary, context)]);
}

function listOf(models: readonly ModelDiff[], layout: DiffLayout): string[] {
  const { colours, width } = layout;
  return renderGrid(
    [{ header: "" }, { header: "" }],
    models.map((model) => {
      const style = model.status.startsWith("only") ? colours.yellow : colours.green;
      return [{ text: visible(model.name) }, { text: diffStatusText(model, layout), style }];
    }),
    { width },
  );
}

function summaryLine(
  { a, b, models }: EnvironmentDiff,
  counts: Counts,
  { io }: CommandContext,
): string {
  const words: Readonly<Record<Status, string>> = {
    shared: "shared",
    identical: "identical",
    same_columns: "of the same columns",
    different: "different",
    only_a: `only in ${visible(a)}`,
    only_b: `only in ${visible(b)}`,
    error: "not comparable",
  };
  const some = (Object.keys(words) as Status[]).filter((status) => counts[status] > 0);
  const parts = some.map((status) => `${String(counts[status])} ${words[status]}`).join(", ");
  const equal = models.length === counts.shared + counts.identical + counts.same_columns;
  const paint = counts.error > 0 ? io.err.red : equal ? io.err.green : io.err.yellow;
  return paint(`${counted(models.length, "model")}${parts === "" ? "" : `: ${parts}`}.`);
}
