import type { CheckSpec, Model, Source, Workspace } from "@sluice/core";
import { exitCode, type CommandContext, type CommandRun } from "../../context.js";
import { printLines } from "../../io/io.js";
import { printDocument } from "../../json/print-document.js";
import type { ListedModelDocument, ListedSourceDocument } from "./document.js";
import type { ColumnInfo } from "@sluice/core/adapter";
import { renderGrid } from "../../render/grid.js";
import { visible } from "../../render/width.js";
import { withKnownEnvironment } from "../../session/with-workspace.js";
import { selectionOf } from "../selection.js";

export const run: CommandRun = (context) =>
  withKnownEnvironment(context, async (workspace) => {
    const { io, global } = context;
    const names = await workspace.select(selectionOf(context));
    const { models, sources } = workspace.project;
    const chosen = names.flatMap((name) => models.get(name) ?? []);
    const all = selectionOf(context).select === undefined;
    const read = [...sources.values()].filter((source) => all || names.includes(source.name));
    if (global.json) await printList(workspace, context, { models: chosen, sources: read });
    else if (io.stdout.isTTY) printLines(io, table(chosen, read, context));
    else
      printLines(
        io,
        [...chosen, ...read].map((item) => item.name),
      );
    return exitCode.done;
  });

interface Listed {
  readonly models: readonly Model[];
  readonly sources: readonly Source[];
}

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

async function printList(
  workspace: Workspace,
  { io }: CommandContext,
  listed: Listed,
): Promise<void> {
  const graph = await workspace.graph();
  const { columns } = await workspace.validate();
  const describeChecks = await checkNamer(workspace);
  const toModel = (model: Model): ListedModelDocument => ({
    name: model.name,
    kind: model.kind.type,
    ...described(model, columns.get(model.name)),
    depends_on: [...(graph.nodes.get(model.name)?.parents ?? [])],
    checks: model.checks.map((spec) => describeChecks(spec, model.name, columns.get(model.name))),
  });
  const toSource = (source: Source): ListedSourceDocument => ({
    name: source.name,
    ...described(source, columns.get(source.name)),
    checks: source.checks.map((spec) =>
      describeChecks(spec, source.name, columns.get(source.name)),
    ),
  });
  await printDocument(io, "ls", {
    ok: true,
    models: listed.models.filter((model) => model.kind.type !== "seed").map(toModel),
    seeds: listed.models.filter((model) => model.kind.type === "seed").map(toModel),
    sources: listed.sources.map(toSource),
    exposures: [],
  });
}

function described(item: Model | Source, bound: readonly ColumnInfo[] | undefined) {
  const declared = new Map(item.columns.map((column) => [column.name.toLowerCase(), column]));
  const known = bound ?? item.columns.map(({ name, type, nullable }) => ({ name, type, nullable }));
  return {
    path: item.path,
    description: item.description ?? null,
    tags: [...item.tags],
    columns: known.map(({ name, type, nullable }) => {
      const spec = declared.get(name.toLowerCase());
      return {
        name,
        type: type ?? null,
        nullable: nullable && (spec?.nullable ?? true),
        description: spec?.description ?? null,
      };
    }),
  };
}

type CheckNamer = (
  spec: CheckSpec,
  model: string,
  columns: readonly ColumnInfo[] | undefined,
) => ListedModelDocument["checks"][number];

/** Checks by the name and severity their results have; a spec that does not parse keeps its kind. */
async function checkNamer(workspace: Workspace): Promise<CheckNamer> {
  const engine = (await import("@sluice/dq")).createCheckEngine();
  const { dialect } = workspace.engine;
  return (spec, model, columns) => {
    const parsed = engine.parse(spec, { model, columns, dialect });
    return {
      name: parsed.ok ? parsed.check.name : spec.type,
      type: spec.type,
      column: spec.column ?? null,
      severity: parsed.ok ? parsed.check.severity : null,
    };
  };
}
