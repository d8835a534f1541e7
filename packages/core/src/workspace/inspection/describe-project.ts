import { type ColumnInfo, foldName, sameName } from "@sluice/sql/text";
import type { ModelKind } from "../../model/kind.js";
import { dateColumnOf, validityColumns } from "../../kinds/snapshot/snapshot-settings.js";
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
  const added = [...graph.nodes.values()].flatMap(({ model: { name, kind } }) =>
    kind.type === "snapshot" ? validityLineage({ name, kind, columns, found }) : [],
  );
  return [...found, ...added];
}

/** Columns that a snapshot adds: the times of its versions come from the column that dates them, or from the run. */
function validityLineage({
  name: model,
  kind,
  columns,
  found,
}: {
  readonly name: string;
  readonly kind: Extract<ModelKind, { readonly type: "snapshot" }>;
  readonly columns: ReadonlyMap<string, readonly ColumnInfo[]>;
  readonly found: readonly ColumnLineage[];
}): readonly ColumnLineage[] {
  const all = columns.get(model) ?? [];
  const given = new Set(queryColumns(kind, all));
  const date = dateColumnOf(kind);
  const dating = found.find(
    (one) => one.model === model && date !== undefined && sameName(one.column, date),
  );
  return all
    .filter((column) => !given.has(column))
    .map(({ name: column }) => ({
      model,
      column,
      certain: dating?.certain ?? true,
      inputs: sameName(column, validityColumns.deleted) ? [] : (dating?.inputs ?? []),
    }));
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
