import { type ColumnInfo, foldName, sameName } from "@sluice/sql/text";
import { kindOf } from "../../kinds/all-kinds.js";
import type { Model } from "../../model/model.js";
import { queryColumns } from "../../kinds/query-columns.js";
import { withContract } from "../../project/validate/contract.js";
import { queryReader } from "../../warehouse/query-reader.js";
import { lineageInputs } from "../../project/render/lineage-inputs.js";
import type { Session } from "../../session/session.js";
import type { ColumnLineage } from "@sluice/sql/lineage";

/** Where each column of each model comes from. Raises the diagnostics of a project that is not valid. */
export async function projectLineage(session: Session): Promise<readonly ColumnLineage[]> {
  const { graph, columns } = await session.valid();
  const inputs = lineageInputs(graph.nodes.values(), { graph, columns });
  const { columnLineage } = await import("@sluice/sql/lineage");
  const found = await columnLineage(
    inputs,
    queryReader(session.project.target.engine, session.scratch),
  );
  const added = [...graph.nodes.values()].flatMap(({ model }) =>
    addedLineage(model, columns, found),
  );
  return [...found, ...added];
}

/** Columns that a kind adds to those of the query: they have their values from one of these, or from the run. */
function addedLineage(
  { name: model, kind }: Model,
  columns: ReadonlyMap<string, readonly ColumnInfo[]>,
  found: readonly ColumnLineage[],
): readonly ColumnLineage[] {
  const all = columns.get(model) ?? [];
  const given = new Set(queryColumns(kind, all));
  const added = all.filter((column) => !given.has(column));
  return added.map(({ name: column }) => {
    const from = kindOf(kind).addedFrom(kind, column);
    const source = found.find(
      (one) => one.model === model && from !== undefined && sameName(one.column, from),
    );
    return { model, column, certain: source?.certain ?? true, inputs: source?.inputs ?? [] };
  });
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
  const { renderRowTypes } = await import("../../project/typegen/render-row-types.js");
  return renderRowTypes(relations);
}
