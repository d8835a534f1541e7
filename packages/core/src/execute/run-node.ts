import {
  isSluiceError,
  SluiceError,
  toDiagnostic,
  type Diagnostic,
} from "../errors/sluice-error.js";
import type { CheckResult } from "../check/check.js";
import { blocksPublication, makeCheckRun } from "../check/make-check-run.js";
import type { NodeResult } from "../events/event.js";
import type { SqlRunner } from "../adapter/warehouse-adapter.js";
import type { PlanNode } from "../plan/plan.js";
import { physicalRef } from "../plan/view-ref.js";
import type { ModelNode } from "../resolve/graph.js";
import { atUserPlace } from "../validate/engine-error.js";
import { buildCandidate, candidateSql } from "./build-model.js";
import type { Execution } from "./execution.js";

/**
 * Builds one version and checks it, in one transaction with the record of it. A refused candidate is kept, recorded as
 * failed; an engine error leaves nothing. Never rejects.
 */
export async function runNode(planned: PlanNode, execution: Execution): Promise<NodeResult> {
  const started = performance.now();
  const node = execution.graph.nodes.get(planned.name);
  const base = {
    name: planned.name,
    kind: planned.kind,
    version: planned.version,
    physical: planned.physical,
  };
  const finish = (rest: Pick<NodeResult, "status"> & Partial<NodeResult>): NodeResult => {
    const checkResults = rest.checkResults ?? [];
    return {
      ...base,
      seconds: (performance.now() - started) / 1000,
      checks: countChecks(checkResults),
      ...rest,
      checkResults,
    };
  };
  if (!node) return finish({ status: "failed", error: unknownNode(planned.name) });
  const outcome = await (planned.action === "build"
    ? build(node, planned, execution)
    : recheck(node, planned, execution));
  return finish(outcome);
}

type Outcome = Pick<NodeResult, "status"> & Partial<NodeResult>;

async function build(node: ModelNode, planned: PlanNode, execution: Execution): Promise<Outcome> {
  const { warehouse, signal } = execution;
  const sql = candidateSql(node, execution);
  const target = physicalRef(planned.physical);
  try {
    return await warehouse.transaction(
      async (tx) => {
        await dropReplaced(planned, tx, execution);
        const { rows } = await buildCandidate(node, target, { tx, execution, sql });
        const checkResults = await runChecks(node, planned, { runner: tx, execution });
        const refused = refusal(planned, checkResults, execution);
        const told = refused ? await onCandidate(node, checkResults, execution) : checkResults;
        await execution.state.recordVersion(
          tx,
          {
            model: planned.name,
            fingerprint: planned.fingerprint,
            definition: planned.definition,
            metadata: planned.metadataFingerprint,
            generation: planned.generation,
            physical: planned.physical,
            relation: planned.kind === "view" ? "view" : "table",
            status: refused ? "failed" : "built",
            rows,
            inputs: planned.inputs,
          },
          execution.runId,
        );
        return {
          status: refused ? ("failed" as const) : ("built" as const),
          rows,
          checkResults: told,
          error: refused,
        };
      },
      { signal },
    );
  } catch (error) {
    return {
      status: signal.aborted ? "cancelled" : "failed",
      error: atUserPlace(error, node.model, sql),
    };
  }
}

/** Runs the checks of a version that is kept as it is, because the checks changed. */
async function recheck(node: ModelNode, planned: PlanNode, execution: Execution): Promise<Outcome> {
  if (!planned.recheck) return { status: "reused" };
  try {
    const checkResults = await runChecks(node, planned, { runner: execution.warehouse, execution });
    const refused = refusal(planned, checkResults, execution);
    return { status: refused ? "failed" : "reused", checkResults, error: refused };
  } catch (error) {
    const cause: Diagnostic = isSluiceError(error)
      ? toDiagnostic(error)
      : atUserPlace(error, node.model, undefined);
    return { status: execution.signal.aborted ? "cancelled" : "failed", error: cause };
  }
}

async function dropReplaced(planned: PlanNode, tx: SqlRunner, execution: Execution): Promise<void> {
  if (planned.replaces === undefined) return;
  const type = planned.kind === "view" ? "view" : "table";
  await tx.execute(execution.dialect.dropRelation(physicalRef(planned.replaces), type));
  await execution.state.forgetVersions(tx, [planned.replaces]);
}

async function runChecks(
  node: ModelNode,
  planned: PlanNode,
  using: { readonly runner: SqlRunner; readonly execution: Execution },
): Promise<readonly CheckResult[]> {
  const { execution, runner } = using;
  const relation = execution.dialect.relation(physicalRef(planned.physical));
  const run = checkRunOf(node, relation, execution);
  return run ? execution.checkEngine.run(run, runner, { signal: execution.signal }) : [];
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
  const names = failed.map((r) => r.label ?? r.check).join(", ");
  const path = execution.graph.nodes.get(planned.name)?.model.path;
  return toDiagnostic(
    new SluiceError({
      code: "RUN.CHECK_FAILED",
      message: `${planned.name} was not published: ${names} failed.`,
      why: "Readers keep the last good version.",
      where: failed[0]?.error?.where ?? { file: path, model: planned.name },
      hints: [
        planned.action === "build"
          ? `Look at the refused rows: sluice show --sql 'from _sluice."${planned.physical}"'`
          : `Look at the rows: sluice show ${planned.name}`,
      ],
    }),
  );
}

/** Counts of a node's check results. */
export function countChecks(results: readonly CheckResult[]): NodeResult["checks"] {
  const count = (...statuses: readonly CheckResult["status"][]) =>
    results.filter((r) => statuses.includes(r.status)).length;
  return {
    passed: count("passed", "skipped"),
    warned: count("warned"),
    failed: count("failed", "error"),
  };
}

function unknownNode(name: string): Diagnostic {
  return toDiagnostic(
    new SluiceError({
      code: "INTERNAL.BUG",
      message: `The plan names ${name}, which the project does not have.`,
    }),
  );
}
