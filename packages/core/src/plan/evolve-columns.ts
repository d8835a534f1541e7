import type { ColumnInfo } from "@sluice/sql/text";
import { evolution, type Evolution } from "./evolve/evolution.js";
import type { TableValues } from "./evolve/merged-type.js";
import type { EvolutionRules } from "./evolve/ways-out.js";
import { isIncremental, kindOf } from "../kinds/all-kinds.js";
import type { Evolving } from "../kinds/kind.js";
import type { Model } from "../model/model.js";
import type { Project } from "../model/project/project.js";

/** A kept table whose columns are compared with those it should have. */
export interface EvolvingTable {
  readonly model: Model;
  readonly project: Project;
  /** Columns the table should have. */
  readonly columns: readonly ColumnInfo[];
}

/** Evolution of a table with the columns `before`; a refusal says where the model is. */
export function evolveColumns(
  before: readonly ColumnInfo[],
  { model, project, columns }: EvolvingTable,
  values?: TableValues,
): Evolution {
  const { dialect } = project.target.engine;
  const evolved = evolution({
    ...evolutionRules(model),
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
export function evolutionRules({ kind, columns, checks }: Model): EvolutionRules {
  const { named, ...rules } = kindOf(kind).evolving(kind) ?? wholeTable;
  const checked = checks.flatMap(({ column }) => column ?? []);
  return {
    ...rules,
    policy: (isIncremental(kind) ? kind.on_schema_change : undefined) ?? "append",
    named: [...columns.map(({ name }) => name), ...checked, ...named],
  };
}

const wholeTable: Evolving = { keepsRows: false, comparesRows: false, essential: [], named: [] };
