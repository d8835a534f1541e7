import { sameName } from "@sluice/sql/text";
import type { Audit } from "./audit-result.js";
import type { Check, CheckResult } from "../model/check/check.js";
import { blocksPublication, makeCheckRun } from "../project/make-check-run.js";
import { SluiceError, toDiagnostic, type Diagnostic } from "../base/errors/sluice-error.js";
import type { NodeResult } from "../state/events/event.js";
import type { PlanNode } from "../plan/plan.js";
import { isBuilt, updateOf } from "../plan/planned-node.js";
import { commandLine } from "../model/project/command-line.js";
import { physicalRef } from "../plan/view-ref.js";
import type { SqlRunner } from "../warehouse/warehouse-adapter.js";
import type { ModelNode } from "../project/resolve/graph.js";
import { clockFinding, isJudgedByClock } from "./clock-checks.js";
import { checksAt, type Moment } from "./check-timing.js";
import type { Execution } from "./execution.js";
import { checksFewRows, forFewRows } from "./few-rows.js";
import type { Update } from "./update.js";

/** A version whose checks run, and which of them. */
export interface Audited {
  readonly node: ModelNode;
  readonly planned: PlanNode;
  readonly moment: Moment;
}

/** True when a version has checks that run as soon as it is built. */
export function isChecked(planned: PlanNode, execution: Execution): boolean {
  const { checks, unreadable } = checksAt("at once", planned, execution);
  return checks.length + unreadable.length > 0;
}

/**
 * Runs the checks of a version. Not in the transaction that made it: an engine gives up a transaction at its first
 * error, and one check that cannot be evaluated would hide the results of all others.
 */
export async function audit(audited: Audited, execution: Execution): Promise<Audit> {
  const { planned, moment } = audited;
  const results = await runChecks(audited, execution);
  const refused = refusal(planned, results, execution);
  // The models that a failed late check reads stay unpublished as well.
  const isCandidate = refused !== undefined && (isBuilt(planned) || moment === "late");
  const checkResults = isCandidate ? await onCandidate(audited.node, results, execution) : results;
  return { checkResults, refused };
}

/** What a row of the table is called in the condition of new rows. */
export const ROW = "_sluice_row";

/** Which rows of a kept table are new, for checks that need not look at the others. */
export interface NewRows {
  /** Condition of a superset of them; undefined: all rows may be new. */
  readonly within: string | undefined;
  /** Columns whose groups the condition takes or leaves as a whole: no row that it leaves agrees in them with one it takes. */
  readonly groups?: readonly string[] | undefined;
}

/**
 * Runs the checks of rows that are being written to a kept table, in their transaction: checks of single rows, or of
 * groups of rows, on those that are new alone, all others on the whole table.
 */
export async function auditRows(
  { node, planned, execution }: Pick<Update, "node" | "planned" | "execution">,
  { runner, within, groups }: NewRows & { readonly runner: SqlRunner },
): Promise<Audit> {
  const { checkEngine, dialect, signal } = execution;
  const whole = dialect.relation(physicalRef(planned.physical));
  const news = within === undefined ? whole : `(select * from ${whole} as ${ROW} where ${within})`;
  const { checks: all, unreadable } = checksAt("at once", planned, execution);
  const isOfNewIntervals = (check: Check) =>
    check.readsClock !== true && (check.perRow === true || staysWithin(check, groups));
  const results: CheckResult[] = [...unreadable];
  for (const [relation, ofNewIntervals] of [
    [news, true],
    [whole, false],
  ] as const) {
    const own = all.filter((check) => isOfNewIntervals(check) === ofNewIntervals);
    const run = checkRunOf(node, relation, {
      ...execution,
      checks: new Map([[planned.name, own]]),
    });
    if (run) results.push(...(await checkEngine.run(run, runner, { signal })));
  }
  const refused = refusal(planned, results, execution);
  // Nothing is left of refused rows but their sample: a query for them would give those of readers.
  const checkResults = refused ? results.map((r) => ({ ...r, query: undefined })) : results;
  return { checkResults, refused };
}

/** True for a check whose groups of rows are all part of one of these groups. */
function staysWithin({ perGroup }: Check, groups: NewRows["groups"]): boolean {
  if (perGroup === undefined || groups === undefined) return false;
  return groups.every((column) => perGroup.some((own) => sameName(own, column)));
}

async function runChecks(
  { node, planned, moment }: Audited,
  execution: Execution,
): Promise<readonly CheckResult[]> {
  const { checkEngine, dialect, warehouse, signal } = execution;
  const { checks, unreadable } = checksAt(moment, planned, execution);
  const run = checkRunOf(node, dialect.relation(physicalRef(planned.physical)), {
    ...execution,
    checks: new Map([[planned.name, checks]]),
  });
  const runner = checksFewRows(planned, execution) ? forFewRows(warehouse) : warehouse;
  return [...unreadable, ...(run ? await checkEngine.run(run, runner, { signal }) : [])];
}

function checkRunOf(node: ModelNode, relation: string, execution: Execution) {
  const { project } = execution.graph;
  const { warehouse, physicalSql } = execution;
  return makeCheckRun(node.model, relation, {
    ...execution,
    project,
    parser: warehouse,
    relation: physicalSql,
  });
}

/** A refused candidate is not what its plain name gives to readers: its failing rows are listed by physical names. */
async function onCandidate(
  node: ModelNode,
  results: readonly CheckResult[],
  execution: Execution,
): Promise<readonly CheckResult[]> {
  const run = checkRunOf(node, execution.physicalSql(node.model.name), execution);
  return Promise.all(
    results.map(async (result) =>
      run && result.query !== undefined
        ? { ...result, query: await run.renderQuery(result.query) }
        : result,
    ),
  );
}

/** Why a candidate is not published, if it is not. */
function refusal(
  planned: PlanNode,
  results: readonly CheckResult[],
  execution: Execution,
): Diagnostic | undefined {
  const failed = results.filter(blocksPublication);
  if (failed.length === 0) return undefined;
  const labels = failed.map((r) => r.label ?? r.check);
  const names = labels.join(", ");
  const { nodes, project } = execution.graph;
  const path = nodes.get(planned.name)?.model.path;
  if (isJudgedByClock(planned)) return clockFinding({ name: planned.name, path }, labels);
  return toDiagnostic(
    new SluiceError({
      code: "RUN.CHECK_FAILED",
      message: `${planned.name} was not published: ${names} failed.`,
      why: "Readers keep the last good version.",
      where: failed[0]?.error?.where ?? { file: path, model: planned.name },
      hints: updateOf(planned)
        ? ["Nothing of it was written; the sample shows refused rows."]
        : [
            isBuilt(planned)
              ? `Look at the refused rows: ${commandLine(["show", "--sql", `from _sluice."${planned.physical}"`], project)}`
              : `Look at the rows: ${commandLine(["show", planned.name], project)}`,
          ],
    }),
  );
}

export function countChecks(results: readonly CheckResult[]): NodeResult["checks"] {
  const count = (...statuses: readonly CheckResult["status"][]) =>
    results.filter((r) => statuses.includes(r.status)).length;
  return {
    passed: count("passed", "skipped"),
    warned: count("warned"),
    failed: count("failed", "error"),
  };
}
