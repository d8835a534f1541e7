import { kindOf } from "../../kinds/all-kinds.js";
import { type ColumnInfo, foldName, sameName } from "@sluice/sql/text";
import type { Check, CheckEngine, CheckSpec } from "../../model/check/check.js";
import { timeColumnOf } from "../check-time.js";
import { diagnostic, type Diagnostic } from "../../base/errors/sluice-error.js";
import type { Model, Source } from "../../model/model.js";
import type { Project } from "../../model/project/project.js";
import type { ClockChecks } from "../resolve/check-reads.js";

/** A relation's checks, ready to run, with those its contract implies; or what is wrong with them. */
export function relationChecks(
  relation: Model | Source,
  columns: readonly ColumnInfo[] | undefined,
  using: {
    readonly engine: CheckEngine;
    readonly project: Project;
    readonly clockChecks: ClockChecks;
  },
): { readonly checks: readonly Check[]; readonly diagnostics: readonly Diagnostic[] } {
  const { dialect } = using.project.target.engine;
  const context = { model: relation.name, columns, dialect, time: timeColumnOf(relation) };
  const checks = new Map<string, Check>();
  const diagnostics: Diagnostic[] = [];
  for (const spec of [...relation.checks, ...impliedChecks(relation)]) {
    const parsed = using.engine.parse(spec, context);
    if (!parsed.ok) {
      const where = parsed.diagnostic.where ??
        spec.where ?? { file: relation.path, model: relation.name };
      diagnostics.push({ ...parsed.diagnostic, where: { ...where, model: relation.name } });
    } else if (checks.has(parsed.check.name)) {
      if (sameSpec(checks.get(parsed.check.name)?.spec, spec)) continue;
      diagnostics.push(twice(relation, parsed.check, spec));
    } else checks.set(parsed.check.name, withClock(parsed.check, relation, { columns, ...using }));
  }
  return { checks: [...checks.values()], diagnostics };
}

/** A word such as `current_date` in a check's SQL means the relation's column of that name where it has one. */
function withClock(
  check: Check,
  { name }: Model | Source,
  of: { readonly columns: readonly ColumnInfo[] | undefined; readonly clockChecks: ClockChecks },
): Check {
  const words = of.clockChecks.get(name)?.get(check.name) ?? [];
  const isColumn = (word: string) => of.columns?.some((column) => sameName(column.name, word));
  const readsClock = words.some((word) => word.mayBeColumn !== true || !isColumn(word.name));
  return readsClock ? { ...check, readsClock } : check;
}

/** not_null for every column declared without nulls that has no such check of its own, and what its kind promises. */
function impliedChecks(relation: Model | Source): readonly CheckSpec[] {
  const ofKind = "kind" in relation ? kindOf(relation.kind).impliedChecks(relation.kind) : [];
  const own = new Set(
    relation.checks.filter((c) => c.type === "not_null").map((c) => foldName(c.column ?? "")),
  );
  const declared = relation.columns
    .filter((column) => !column.nullable)
    .map((column): CheckSpec => ({ type: "not_null", column: column.name, args: {} }));
  return [...declared, ...ofKind]
    .filter(({ type, column }) => type !== "not_null" || !own.has(foldName(column ?? "")))
    .map((spec) => ({ ...spec, where: { file: relation.path } }));
}

function sameSpec(a: CheckSpec | undefined, b: CheckSpec): boolean {
  return a?.type === b.type && JSON.stringify(a.args) === JSON.stringify(b.args);
}

function twice(relation: Model | Source, check: Check, spec: CheckSpec): Diagnostic {
  return diagnostic({
    code: "DQ.CHECK_INVALID",
    message: `${relation.name} has two different checks called \`${check.name}\`.`,
    where: spec.where ?? { file: relation.path, model: relation.name },
    hints: ["Give one of them a `name`."],
  });
}
