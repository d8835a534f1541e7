import { foldName } from "../adapter/name.js";
import { queryColumns } from "../snapshot/query-columns.js";
import { withContract } from "../validate/contract.js";
import { renderModel, runParameterValues } from "../render/render-model.js";
import { readableName } from "../render/readable-name.js";
import type { Session } from "./session.js";
import type { ColumnLineage } from "./workspace.js";

/** Where each column of each model comes from. Raises the diagnostics of a project that is not valid. */
export async function projectLineage(session: Session): Promise<readonly ColumnLineage[]> {
  const { graph, columns } = await session.valid();
  const { dialect } = session.project.target.engine;
  const parameters = runParameterValues(graph, "lineage");
  const names = new Map([...columns].map(([name, list]) => [name, list.map((c) => c.name)]));
  const relation = (name: string) => readableName(name, dialect);
  const inputs = [...graph.nodes.values()].flatMap((node) => {
    if (!node.model.sql) return [];
    const rendered = renderModel(node, graph, {
      dialect,
      relation,
      parameters,
      inlineEphemeral: () => false,
    });
    const { name, kind } = node.model;
    const own = queryColumns(kind, columns.get(name) ?? []).map((column) => column.name);
    const parents = new Map(node.parents.map((parent) => [parent, names.get(parent) ?? []]));
    return [{ model: name, sql: rendered.text, columns: own, parents }];
  });
  const { columnLineage } = await import("../lineage/column-lineage.js");
  return columnLineage(inputs, dialect.name);
}

/** TypeScript declarations of the rows of every model. */
export async function projectRowTypes(session: Session): Promise<string> {
  const { graph, columns } = await session.valid();
  const { dialect } = session.project.target.engine;
  const relations = [...graph.nodes.values()].map(({ model }) => {
    const described = new Map(model.columns.map((c) => [foldName(c.name), c.description]));
    return {
      name: model.name,
      columns: withContract(model, columns.get(model.name) ?? []).map(
        ({ name, type, nullable }) => {
          const description = described.get(foldName(name));
          return {
            name,
            type: dialect.parseType(type),
            nullable,
            ...(description === undefined ? {} : { description }),
          };
        },
      ),
    };
  });
  const { renderRowTypes } = await import("../typegen/render-row-types.js");
  return renderRowTypes(relations);
}
