import type { Model, Source } from "@sluice/core";
import { exitCode, type CommandContext, type CommandRun } from "../../context.js";
import { printLines } from "../../io/io.js";
import { printDocument } from "../../json/print-document.js";
import { renderGrid } from "../../render/grid.js";
import { visible } from "../../render/width.js";
import { withKnownEnvironment } from "../../session/with-workspace.js";
import { selectionOf } from "../selection.js";
import { columnLines } from "./column-lines.js";
import { listDocument } from "./list-document.js";

export const run: CommandRun = (context) =>
  withKnownEnvironment(context, async (workspace) => {
    const { io, global } = context;
    const names = await workspace.select(selectionOf(context));
    const { models, sources } = workspace.project;
    const chosen = names.flatMap((name) => models.get(name) ?? []);
    const all = selectionOf(context).select === undefined;
    const read = [...sources.values()].filter((source) => all || names.includes(source.name));
    const listed = { models: chosen, sources: read };
    if (global.json) await printDocument(io, "ls", await listDocument(workspace, listed));
    else if (context.options["columns"] === true)
      printLines(io, columnLines(await listDocument(workspace, listed), io));
    else if (io.stdout.isTTY) printLines(io, table(chosen, read, context));
    else
      printLines(
        io,
        [...chosen, ...read].map((item) => item.name),
      );
    return exitCode.done;
  });

function table(
  models: readonly Model[],
  sources: readonly Source[],
  { io }: CommandContext,
): string[] {
  const rows = [
    ...models.map((model) => ({ ...model, type: model.kind.type })),
    ...sources.map((source) => ({ ...source, type: "source" })),
  ];
  return renderGrid(
    [
      { header: "name" },
      { header: "kind" },
      { header: "tags", optional: true },
      { header: "file", optional: true },
    ],
    rows.map((item) => [
      { text: visible(item.name) },
      { text: item.type, style: io.out.cyan },
      { text: visible(item.tags.join(", ")) },
      { text: visible(item.path), style: io.out.dim },
    ]),
    { head: io.out.dim, width: io.stdout.columns },
  );
}
