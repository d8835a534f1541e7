import { type ColumnInfo, readableName } from "@sluice/sql/text";
import type { LineageInput } from "@sluice/sql/lineage";
import { renderModel, runParameterValues } from "./render-model.js";
import type { Graph, ModelNode } from "../resolve/graph.js";
import { queryColumns } from "../../kinds/query-columns.js";

/** The queries of models over readable names, with the columns of what they read. */
export function lineageInputs(
  nodes: Iterable<ModelNode>,
  {
    graph,
    columns,
  }: { readonly graph: Graph; readonly columns: ReadonlyMap<string, readonly ColumnInfo[]> },
): readonly LineageInput[] {
  const { dialect } = graph.project.target.engine;
  const parameters = runParameterValues(graph, "lineage");
  const namesOf = (name: string) => (columns.get(name) ?? []).map((column) => column.name);
  return [...nodes].flatMap((node) => {
    if (!node.model.sql) return [];
    const rendered = renderModel(node, graph, {
      dialect,
      relation: (name) => readableName(name, dialect),
      parameters,
      inlineEphemeral: () => false,
    });
    const { name: model, kind } = node.model;
    const own = queryColumns(kind, columns.get(model) ?? []).map((column) => column.name);
    const parents = new Map(node.parents.map((parent) => [parent, namesOf(parent)]));
    return [{ model, sql: rendered.text, columns: own, parents }];
  });
}
