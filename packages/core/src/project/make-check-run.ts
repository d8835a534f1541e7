import { type ColumnInfo, readableName } from "@sluice/sql/text";
import type { WarehouseAdapter } from "../warehouse/warehouse-adapter.js";
import { SluiceError } from "../base/errors/sluice-error.js";
import { personalColumns } from "../model/personal-columns.js";
import type { Model, Source } from "../model/model.js";
import type { Project } from "../model/project/project.js";
import { renderQuery } from "./render/render-query.js";
import { isRelation, lookUp, splitName, type NameIndex } from "./resolve/name-index.js";
import { checkTime } from "./check-time.js";
import type { Check, CheckNames, CheckResult, CheckRun } from "../model/check/check.js";

/** What the checks of every relation of a run share. */
export interface CheckRunContext {
  readonly project: Project;
  readonly index: NameIndex;
  /** By full name. */
  readonly columns: ReadonlyMap<string, readonly ColumnInfo[]>;
  readonly checks: ReadonlyMap<string, readonly Check[]>;
  readonly parameters: CheckRun["parameters"];
  readonly parser: Pick<WarehouseAdapter, "parse">;
  /** SQL text of the relation by full name, to stand after `from`. */
  readonly relation: (name: string) => string;
}

/** The checks of one relation, to be run on `relation` (SQL text); undefined where it has none. */
export function makeCheckRun(
  target: Model | Source,
  relation: string,
  context: CheckRunContext,
): CheckRun | undefined {
  const checks = context.checks.get(target.name) ?? [];
  if (checks.length === 0) return undefined;
  const { project, parameters } = context;
  const columns = context.columns.get(target.name) ?? [];
  const { dialect } = project.target.engine;
  const plain = (name: string) => readableName(name, dialect);
  const fullName = (written: string) => fullNameOf(written, target, context.index);
  return {
    ...checkNames(target, context, { self: relation, relation: context.relation }),
    plain: checkNames(target, context, { self: plain(target.name), relation: plain }),
    model: target.name,
    columns,
    columnsOf: (written) => context.columns.get(fullName(written)),
    time: checkTime(target, columns, project),
    checks,
    pii: personalColumns(target),
    dialect,
    now: project.now.at.toISOString(),
    parameters,
  };
}

/** The names in the checks of a relation; a name without schema is looked for beside it first. */
function checkNames(
  target: Model | Source,
  { project, index, parser, parameters }: CheckRunContext,
  { self, relation }: { readonly self: string; readonly relation: (name: string) => string },
): CheckNames {
  const { dialect } = project.target.engine;
  return {
    relation: self,
    resolve: (written) => relation(fullNameOf(written, target, index)),
    renderQuery: async (query) => {
      const { schema } = target;
      const using = { index, dialect, parser, relation, parameters, self, schema };
      return (await renderQuery(query, { ...using, label: "check" })).text;
    },
  };
}

/** Full name of the relation that a check names. Raises `REF.*` for an unknown one. */
function fullNameOf(written: string, { name, schema }: Model | Source, index: NameIndex): string {
  const found = lookUp(index, splitName(written), { schema, where: () => ({ model: name }) });
  if (isRelation(found)) return found.name;
  throw SluiceError.of([found]);
}

/** True for a result that keeps a candidate from being published. */
export function blocksPublication({ status, severity }: CheckResult): boolean {
  return status === "failed" || (status === "error" && severity === "error");
}
