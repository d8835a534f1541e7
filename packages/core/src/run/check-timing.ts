import type { Check, CheckResult } from "../model/check/check.js";
import { diagnostic } from "../base/errors/sluice-error.js";
import type { PlanNode } from "../plan/plan.js";
import { runsChecks } from "../plan/planned-node.js";
import type { CheckInputs, Graph } from "../project/resolve/graph.js";
import { throughEphemeral } from "../project/resolve/through-ephemeral.js";
import type { Execution } from "./execution.js";

/** `late`: checks that read what is built from the checked model, once that is built. */
export type Moment = "at once" | "late";

/** The checks of a version that run at one moment, and results of those that cannot run. */
export interface TimedChecks {
  readonly checks: readonly Check[];
  readonly unreadable: readonly CheckResult[];
}

/** Relations beside its own that a model's checks of severity `error` read: without them it is not published. */
export function bindingReads(node: PlanNode, graph: Graph): readonly string[] {
  const inputs = graph.nodes.get(node.name)?.checkInputs ?? [];
  const binding = inputs.filter(({ severity }) => severity === "error");
  return readsOf(binding, node, graph);
}

/** Models of its own group that a model's checks read, where the model does not read them itself. */
export function lateReads(
  node: PlanNode,
  { graph, planned }: Pick<Execution, "graph" | "planned">,
): readonly string[] {
  const inputs = graph.nodes.get(node.name)?.checkInputs ?? [];
  if (!runsChecks(node)) return [];
  return readsOf(inputs, node, graph).filter((read) => isLate(read, node, planned));
}

/** The checks of a model that run at a moment; none is left out but those that read what has failed in this run. */
export function checksAt(
  moment: Moment,
  node: PlanNode,
  execution: Pick<Execution, "checks" | "graph" | "planned" | "unavailable">,
): TimedChecks {
  const { graph, planned, unavailable } = execution;
  const all = execution.checks.get(node.name) ?? [];
  const inputs = new Map(graph.nodes.get(node.name)?.checkInputs.map((one) => [one.check, one]));
  const checks: Check[] = [];
  const unreadable: CheckResult[] = [];
  for (const check of all) {
    const own = inputs.get(check.name);
    const reads = own ? readsOf([own], node, graph) : [];
    const isAt = reads.some((read) => isLate(read, node, planned)) === (moment === "late");
    const gone = reads.find((read) => unavailable.has(read));
    if (isAt && gone !== undefined) unreadable.push(unread(check, { model: node.name, gone }));
    else if (isAt) checks.push(check);
  }
  return { checks, unreadable };
}

function isLate(read: string, { group, reads }: PlanNode, planned: Execution["planned"]): boolean {
  const isOwn = group !== undefined && planned.get(read)?.group === group;
  return isOwn && !reads.includes(read);
}

function readsOf(
  inputs: readonly CheckInputs[],
  { name }: PlanNode,
  graph: Graph,
): readonly string[] {
  const names = [...new Set(inputs.flatMap(({ reads }) => reads))];
  return throughEphemeral(names, graph).filter((read) => read !== name);
}

function unread(
  { name, type, severity }: Check,
  { model, gone }: { readonly model: string; readonly gone: string },
): CheckResult {
  const error = diagnostic({
    code: "RUN.SKIPPED",
    message: `${name} did not run because ${gone}, which it reads, failed.`,
    hints: [`Mend ${gone} and build again.`],
  });
  return { model, check: name, type, severity, status: "error", error };
}
