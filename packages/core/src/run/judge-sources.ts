import { blocksPublication, makeCheckRun } from "../project/make-check-run.js";
import type { NodeResult } from "../state/events/event.js";
import type { Source } from "../model/model.js";
import { upstreamOf } from "../project/resolve/upstream.js";
import { countChecks } from "./audit.js";
import { clockFinding, isOfClock, withClockChecks } from "./clock-checks.js";
import type { Execution } from "./execution.js";
import { explainedError } from "./explain-reading.js";
import { secondsSince } from "./node-result.js";

/** Sources with checks that follow from the run's time which a model of the plan or a judged one reads, through others too. */
export function sourcesOfClock({ graph, plan, checks, judged }: Execution): readonly Source[] {
  const clocked = [...graph.sources.values()].filter(({ name }) =>
    (checks.get(name) ?? []).some(isOfClock),
  );
  if (clocked.length === 0) return [];
  const read = upstreamOf(graph, [...judged, ...plan.nodes.map(({ name }) => name)]);
  return clocked.filter(({ name }) => read.has(name));
}

/** Judges a source by the run's time. Never rejects. */
export async function judgeSource(source: Source, execution: Execution): Promise<NodeResult> {
  const started = performance.now();
  const finish = (outcome: Pick<NodeResult, "status"> & Partial<NodeResult>): NodeResult => ({
    name: source.name,
    kind: "source",
    version: "",
    checks: countChecks(outcome.checkResults ?? []),
    checkResults: [],
    ...outcome,
    seconds: secondsSince(started),
  });
  const { warehouse, physicalSql, signal, checkEngine, graph } = execution;
  try {
    const context = {
      ...execution,
      ...withClockChecks(source.name, execution),
      project: graph.project,
      parser: warehouse,
      relation: physicalSql,
    };
    const run = makeCheckRun(source, physicalSql(source.name), context);
    const checkResults = run ? await checkEngine.run(run, warehouse, { signal }) : [];
    const failed = checkResults.filter(blocksPublication).map((r) => r.label ?? r.check);
    if (failed.length === 0) return finish({ status: "reused", checkResults });
    const error = clockFinding({ name: source.name, path: source.path }, failed);
    return finish({ status: "failed", checkResults, error });
  } catch (error) {
    return finish({
      status: signal.aborted ? "cancelled" : "failed",
      error: await explainedError(error, source, { execution }),
    });
  }
}
