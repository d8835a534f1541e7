import type { CheckResult } from "../model/check/check.js";
import { blocksPublication, makeCheckRun } from "../project/make-check-run.js";
import { diagnostic } from "../base/errors/sluice-error.js";
import type { PlanNode } from "../plan/plan.js";
import { inlinedModels } from "../project/resolve/inlined-models.js";
import { throughEphemeral } from "../project/resolve/through-ephemeral.js";
import type { Audit } from "./audit-result.js";
import type { Execution } from "./execution.js";

/**
 * Runs the checks of the ephemeral models in a model's query, each as a query of its own, before the model is built. The
 * first of several readers has the results; all of them are refused where a check of severity `error` fails.
 */
export async function auditInlined(planned: PlanNode, execution: Execution): Promise<Audit> {
  const results: CheckResult[] = [];
  const failed: string[] = [];
  for (const name of inlinedModels(planned.name, execution.graph)) {
    const known = execution.inlined.get(name);
    const found = known ?? checkInlined(name, execution);
    execution.inlined.set(name, found);
    // An error that may pass is asked about again by the next attempt.
    found.catch(() => execution.inlined.delete(name));
    const own = await found;
    if (known === undefined) results.push(...own);
    failed.push(...own.filter(blocksPublication).map((r) => `${r.label ?? r.check} of ${name}`));
  }
  if (failed.length === 0) return { checkResults: results };
  const path = execution.graph.nodes.get(planned.name)?.model.path;
  const refused = diagnostic({
    code: "RUN.CHECK_FAILED",
    message: `${planned.name} was not published: ${failed.join(", ")} failed.`,
    why: "The query of an ephemeral model is a part of its readers' queries. Readers keep the last good version.",
    where: { file: path, model: planned.name },
  });
  return { checkResults: results, refused };
}

async function checkInlined(name: string, execution: Execution): Promise<readonly CheckResult[]> {
  const { graph, checks, checkEngine, warehouse, physicalSql, signal } = execution;
  const node = graph.nodes.get(name);
  const own = checks.get(name) ?? [];
  if (!node || own.length === 0) return [];
  const unreadable = own.flatMap((check): readonly CheckResult[] => {
    const inputs = node.checkInputs.find((one) => one.check === check.name)?.reads ?? [];
    const gone = throughEphemeral(inputs, graph).find((read) => execution.unavailable.has(read));
    if (gone === undefined) return [];
    const error = diagnostic({
      code: "RUN.SKIPPED",
      message: `${check.name} did not run because ${gone}, which it reads, failed.`,
      hints: [`Mend ${gone} and build again.`],
    });
    const { name: label, type, severity } = check;
    return [{ model: name, check: label, type, severity, status: "error", error }];
  });
  const lost = new Set(unreadable.map(({ check }) => check));
  const run = makeCheckRun(node.model, physicalSql(name), {
    ...execution,
    checks: new Map([[name, own.filter((check) => !lost.has(check.name))]]),
    project: graph.project,
    parser: warehouse,
    relation: physicalSql,
  });
  return [...unreadable, ...(run ? await checkEngine.run(run, warehouse, { signal }) : [])];
}
