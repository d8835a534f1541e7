import type { CleanOptions, Compacted, RetentionItem } from "@sluice/core";
import { exitCode, type CommandContext, type CommandRun } from "../../context.js";
import { printLines, remark } from "../../io/io.js";
import { terminalWidth } from "../../io/output.js";
import type { RemovedDocument } from "./document.js";
import { printDocument } from "../../json/print-document.js";
import { flag, whole } from "../../program/read-options.js";
import { bytes, counted } from "../../render/amounts.js";
import { renderGrid } from "../../render/grid.js";
import { visible } from "../../render/width.js";
import { withWorkspace } from "../../session/with-workspace.js";

export const run: CommandRun = (context) => {
  const { io, global, options, signal } = context;
  const dryRun = flag(options, "dryRun");
  return withWorkspace(
    context,
    async (workspace) => {
      const plan = await workspace.planClean(optionsOf(context));
      if (!dryRun) await workspace.clean(plan, { signal });
      const compacted = flag(options, "compact")
        ? await workspace.compact({ dryRun, signal })
        : undefined;
      if (global.json) {
        const items = plan.items.map(removedDocument);
        const document = { ok: true, dry_run: dryRun, items, compacted: compacted ?? null };
        await printDocument(io, "clean", document);
      } else {
        print(plan.items, context, dryRun);
        if (compacted && !global.quiet) remark(io, [compactedText(compacted, dryRun)]);
      }
      return exitCode.done;
    },
    { readOnly: dryRun },
  );
};

function optionsOf({ options }: CommandContext): CleanOptions {
  return {
    keep: whole(options, "keep"),
    olderThanMs: whole(options, "olderThan"),
    historyMs: whole(options, "history"),
  };
}

function print(items: readonly RetentionItem[], context: CommandContext, dryRun: boolean): void {
  const { io, global } = context;
  if (!global.quiet) printLines(io, listOf(items, context));
  if (global.quiet) return;
  const relations = items.reduce((sum, item) => sum + item.relations.length, 0);
  const text =
    items.length === 0
      ? "Nothing to remove."
      : `${dryRun ? "Would remove" : "Removed"} ${counted(items.length, "item")}, ${counted(relations, "table or view", "tables and views")}.`;
  const more =
    dryRun && items.length > 0 ? ["Nothing was changed; `sluice clean` removes it."] : [];
  remark(io, [...(items.length > 0 ? [""] : []), io.err.green(text), ...more]);
}

/** `The file takes 2.1 MiB, 79.0 MiB before.` */
function compactedText({ before, after }: Compacted, dryRun: boolean): string {
  if (dryRun)
    return `Of ${bytes(before.bytes)} that the file takes, ${bytes(before.unused)} are unused.`;
  return before.unused === 0
    ? `The file takes ${bytes(after.bytes)}; nothing of it is unused.`
    : `The file takes ${bytes(after.bytes)}, ${bytes(before.bytes)} before.`;
}

function listOf(items: readonly RetentionItem[], { io, global }: CommandContext): string[] {
  const columns = [{ header: "" }, { header: "what goes" }, { header: "why" }];
  const rows = items.flatMap((item) => [
    [
      { text: item.kind, style: io.out.yellow },
      { text: visible(nameOf(item)) },
      { text: visible(item.reason) },
    ],
    ...(item.kind === "environment" || global.verbose ? details(item, io.out.dim) : []),
  ]);
  if (rows.length === 0) return [];
  return renderGrid(columns, rows, { head: io.out.dim, width: terminalWidth(io.stdout) });
}

function nameOf(item: RetentionItem): string {
  if (item.kind === "history") return counted(item.runs, "run");
  if (item.kind === "records") return counted(item.physical.length, "removed version");
  return item.name;
}

/** What an item takes with it, a line each. */
function details(item: RetentionItem, style: (text: string) => string) {
  const parts = [
    ...item.relations.map(({ schema, name, type }) => `${type} ${schema}.${name}`),
    ...(item.kind === "environment" ? item.schemas.map((schema) => `schema ${schema}`) : []),
  ];
  return parts.map((text) => [{ text: "" }, { text: `  ${visible(text)}`, style }, { text: "" }]);
}

function removedDocument(item: RetentionItem): RemovedDocument {
  return {
    kind: item.kind,
    name: item.name,
    model: item.kind === "version" ? item.model : null,
    reason: item.reason,
    relations: item.relations.map(({ schema, name }) => `${schema}.${name}`),
    schemas: item.kind === "environment" ? [...item.schemas] : [],
    runs: item.kind === "history" ? item.runs : 0,
  };
}
