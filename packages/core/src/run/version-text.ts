import { isIncremental } from "../kinds/all-kinds.js";
import { optionsFingerprint } from "../plan/fingerprint/fingerprint.js";
import { readableName } from "@sluice/sql/text";
import { renderModel, type RenderContext } from "../project/render/render-model.js";
import type { ModelNode } from "../project/resolve/graph.js";
import type { VersionText } from "../state/state-store.js";
import type { Execution } from "./execution.js";

/** Parameters of a run that are other values each time: in a stored query they stand for themselves. */
const fixed = ["now", "run_id", "start", "end", "since"];

/** What a version is compared by with a later one: its columns, and its query without what changes from run to run. */
export function versionText(
  node: ModelNode,
  {
    graph,
    dialect,
    columns,
    parameters,
  }: Pick<Execution, "graph" | "dialect" | "columns" | "parameters">,
): VersionText {
  const { model } = node;
  const own = {
    columns: columns.get(model.name) ?? [],
    options: optionsFingerprint(model, graph.project),
  };
  if (!model.sql) return own;
  const { text } = renderModel(node, graph, comparedRender(node, { graph, dialect, parameters }));
  return { ...own, query: text };
}

/** How the queries of versions are rendered to be compared: readable names, and parameters of a run as parameters. */
export function comparedRender(
  { model }: ModelNode,
  { graph, dialect, parameters }: Pick<Execution, "graph" | "dialect" | "parameters">,
): RenderContext {
  const isFixed = (name: string) =>
    name !== "now" || !graph.project.now.pinned || isIncremental(model.kind);
  // Written as parameters: a text in quotes that reads the same is another query.
  const placeholders = fixed.filter(isFixed).map((name) => [name, `$${name}`]);
  return {
    dialect,
    relation: (name) => readableName(name, dialect),
    parameters,
    parameterSql: Object.fromEntries(placeholders) as Record<string, string>,
  };
}
