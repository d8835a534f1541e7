import type { ColumnInfo } from "../adapter/dialect.js";
import { SluiceError } from "../errors/sluice-error.js";
import { evolution, type Evolution } from "../evolve/evolution.js";
import { keyColumns, type KeptKind } from "../model/kind-parameters.js";
import type { Model } from "../model/model.js";
import type { Project } from "../project/project.js";

/** A kept table whose columns are compared with those it should have. */
export interface EvolvingTable {
  readonly model: Model;
  readonly kind: KeptKind;
  readonly project: Project;
  /** Columns the table should have. */
  readonly columns: readonly ColumnInfo[];
}

/** What becomes of a table with these columns. Raises `RUN.SCHEMA_CHANGED` where its kind does not allow the change. */
export function evolveColumns(
  before: readonly ColumnInfo[],
  { model, kind, project, columns }: EvolvingTable,
): Exclude<Evolution, { kind: "refused" }> {
  const evolved = evolution({
    before,
    after: columns,
    policy: kind.type === "snapshot" ? "append" : (kind.on_schema_change ?? "append"),
    dialect: project.target.engine.dialect,
    essential: essentialColumns(kind),
  });
  if (evolved.kind !== "refused") return evolved;
  const { message } = evolved.diagnostic;
  throw SluiceError.of([
    {
      ...evolved.diagnostic,
      message: `${model.name}: ${message.charAt(0).toLowerCase()}${message.slice(1)}`,
      where: { file: model.path, model: model.name },
    },
  ]);
}

/** Columns without which the rows there are cannot be kept up to date. */
function essentialColumns(kind: KeptKind): readonly string[] {
  switch (kind.type) {
    case "incremental_by_time":
      return [kind.time];
    case "append":
      return kind.time === undefined ? [] : [kind.time];
    default:
      return [...keyColumns(kind.key), ...(kind.updated_at === undefined ? [] : [kind.updated_at])];
  }
}
