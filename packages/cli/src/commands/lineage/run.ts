import type { Graph, Workspace } from "@sluice/core";
import { exitCode, type CommandContext, type CommandRun } from "../../context.js";
import { printLines } from "../../io/io.js";
import { printDocument } from "../../json/print-document.js";
import { columnGraph, columnKey, type ColumnGraph } from "../../lineage/column-graph.js";
import { parseSubject } from "../../lineage/subject.js";
import { distances, treeFrom, treeLines, type Neighbours, type Tree } from "../../lineage/walk.js";
import { flag, whole } from "../../program/read-options.js";
import { visible } from "../../render/width.js";
import { withKnownEnvironment } from "../../session/with-workspace.js";

export const run: CommandRun = (context) =>
  withKnownEnvironment(context, async (workspace) => {
    const subject = await parseSubject(workspace, context.args[0] ?? "");
    const { model, column } = subject;
    if (column === undefined) await modelLineage(workspace, context, model);
    else await columnLineage(workspace, context, { model, column });
    return exitCode.done;
  });

/** Both directions of a graph, and what is told of its nodes. */
interface Directions {
  readonly root: string;
  readonly up: Neighbours;
  readonly down: Neighbours;
  readonly label: (tree: Tree) => string;
}

interface Wanted {
  readonly up: boolean;
  readonly down: boolean;
  readonly depth: number | undefined;
}

function wanted({ options }: CommandContext): Wanted {
  const up = flag(options, "upstream");
  const down = flag(options, "downstream");
  return { up: up || !down, down: down || !up, depth: whole(options, "depth") };
}

async function modelLineage(
  workspace: Workspace,
  context: CommandContext,
  root: string,
): Promise<void> {
  const graph = await workspace.graph();
  const up: Neighbours = (name) => graph.nodes.get(name)?.parents ?? [];
  const down: Neighbours = (name) => graph.children.get(name) ?? [];
  const dim = context.io.out.dim;
  const label = ({ name }: Tree) => `${visible(name)} ${dim(kindOf(graph, name))}`;
  if (!context.global.json) {
    printTrees({ root, up, down, label }, context);
    return;
  }
  const near = around({ root, up, down }, wanted(context));
  const nodes = [...near].map(([name, distance]) => ({
    name,
    kind: kindOf(graph, name),
    distance,
  }));
  const edges = nodes.flatMap(({ name }) =>
    up(name)
      .filter((from) => near.has(from))
      .map((from) => ({ from, to: name })),
  );
  await printDocument(context.io, "lineage", {
    ok: true,
    model: root,
    column: null,
    nodes,
    edges,
    columns: [],
  });
}

async function columnLineage(
  workspace: Workspace,
  context: CommandContext,
  subject: { readonly model: string; readonly column: string },
): Promise<void> {
  const columns = columnGraph(await workspace.columnLineage());
  const root = columnKey(subject);
  const { io, global } = context;
  if (!global.json) {
    const label = ({ name }: Tree) =>
      `${visible(name)}${columns.certain(name) ? "" : io.out.yellow(" (may read any column)")}`;
    printTrees({ root, up: columns.parents, down: columns.children, label }, context);
    return;
  }
  const near = around({ root, up: columns.parents, down: columns.children }, wanted(context));
  const graph = await workspace.graph();
  await printDocument(io, "lineage", {
    ok: true,
    ...subject,
    nodes: modelsOf(near, columns).map(({ name, distance }) => ({
      name,
      distance,
      kind: kindOf(graph, name),
    })),
    edges: [],
    columns: columns.edges.filter(
      ({ from, to }) => near.has(columnKey(from)) && near.has(columnKey(to)),
    ),
  });
}

function kindOf(graph: Graph, name: string): string {
  return graph.nodes.get(name)?.model.kind.type ?? "source";
}

/** Signed distances: upstream negative, downstream positive. */
function around(
  { root, up, down }: Omit<Directions, "label">,
  { up: above, down: below, depth }: Wanted,
): Map<string, number> {
  const found = new Map([[root, 0]]);
  const add = (neighbours: Neighbours, sign: 1 | -1) => {
    for (const [name, distance] of distances(root, neighbours, depth)) {
      if (!found.has(name)) found.set(name, sign * distance);
    }
  };
  if (above) add(up, -1);
  if (below) add(down, 1);
  return new Map([...found].sort(([a, x], [b, y]) => x - y || a.localeCompare(b)));
}

function modelsOf(near: ReadonlyMap<string, number>, columns: ColumnGraph) {
  const found = new Map<string, number>();
  for (const [key, distance] of near) {
    const name = columns.refs.get(key)?.model;
    if (name !== undefined && !found.has(name)) found.set(name, distance);
  }
  return [...found].map(([name, distance]) => ({ name, distance }));
}

function printTrees({ root, up, down, label }: Directions, context: CommandContext): void {
  const { io } = context;
  const { up: above, down: below, depth } = wanted(context);
  const section = (title: string, neighbours: Neighbours) => {
    const lines = treeLines(treeFrom(root, neighbours, depth), label, "  ");
    return [io.out.dim(title), ...(lines.length > 0 ? lines : [io.out.dim("  nothing")])];
  };
  printLines(io, [
    io.out.bold(label({ name: root, children: [], repeated: false })),
    ...(above ? section("reads", up) : []),
    ...(below ? section("is read by", down) : []),
  ]);
}
