import type { ColumnInfo } from "@sluice/sql/text";
import { evolution, type Evolution } from "./evolve/evolution.js";
import type { TableValues } from "./evolve/merged-type.js";
import type { EvolutionRules } from "./evolve/ways-out.js";
import { keyColumns, type KeptKind } from "../model/kind-parameters.js";
import type { Model } from "../model/model.js";
import type { Project } from "../model/project/project.js";

/** A kept table whose columns are compared with those it should have. */
export interface EvolvingTable {
  readonly model: Model;
  readonly kind: KeptKind;
  readonly project: Project;
  /** Columns the table should have. */
  readonly columns: readonly ColumnInfo[];
}

/** Evolution of a table with the columns `before`; a refusal says where the model is. */
export function evolveColumns(
  before: readonly ColumnInfo[],
  { model, kind, project, columns }: EvolvingTable,
  values?: TableValues,
): Evolution {
  const { dialect } = project.target.engine;
  const evolved = evolution({
    ...evolutionRules(model, kind),
    before,
    after: columns,
    dialect,
    ...values,
  });
  if (evolved.kind !== "refused") return evolved;
  const { message } = evolved.diagnostic;
  const diagnostic = {
    ...evolved.diagnostic,
    message: `${model.name}: ${message.charAt(0).toLowerCase()}${message.slice(1)}`,
    where: { file: model.path, model: model.name },
  };
  return { kind: "refused", diagnostic };
}

/** Rules of a model for other columns, and the columns that it cannot do without. */
export function evolutionRules(model: Model, kind: KeptKind): EvolutionRules {
  return {
    keepsRows: kind.type === "snapshot" || kind.type === "append" || kind.forward_only === true,
    comparesRows: kind.type === "snapshot" || (kind.type === "append" && kind.time !== undefined),
    policy: kind.on_schema_change ?? "append",
    essential: essentialColumns(kind),
    named: namedColumns(model, kind),
  };
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

/** Columns that the contract, the checks or the options of a model name. */
function namedColumns({ columns, checks }: Model, kind: KeptKind): readonly string[] {
  const compared =
    kind.type === "snapshot" && Array.isArray(kind.columns) ? (kind.columns as string[]) : [];
  const checked = checks.flatMap(({ column }) => column ?? []);
  return [...columns.map(({ name }) => name), ...checked, ...compared];
}
