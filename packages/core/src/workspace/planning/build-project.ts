import type { WarehouseAdapter } from "../../warehouse/warehouse-adapter.js";
import type { RunEvent } from "../../state/events/event.js";
import { comparesInputs } from "../../plan/planned-inputs.js";
import { protocolOf } from "../../run/protocols/choose-protocol.js";
import { executePlan } from "../../run/execute-plan.js";
import type { Execution } from "../../run/execution.js";
import { knownRows } from "../../run/few-rows.js";
import { stateBefore, type StateBefore } from "../../plan/state-before.js";
import type { Plan, PlanNode } from "../../plan/plan.js";
import { isReused } from "../../plan/planned-node.js";
import { runParameterValues } from "../../project/render/render-model.js";
import type { Graph } from "../../project/resolve/graph.js";
import type { AppliedCrons } from "../../state/applied-cron.js";
import { planProject } from "./plan-project.js";
import { publishingCopy } from "../../maintenance/copies/publish-copy.js";
import { physicalSql } from "../../session/relation-sql.js";
import { warningOfLate } from "../schedule/late-warnings.js";
import { newRunId } from "../../session/run-id.js";
import { timeoutError } from "../../base/timeout/with-timeout.js";
import type { ValidatedGraph } from "../../project/validate/validate-project.js";
import type { Session } from "../../session/session.js";
import { refuseSharedRestatement } from "./shared-restatement.js";
import type { ApplyOptions, BuildOptions } from "../../session/options.js";

/** Plans and applies. */
export async function* buildProject(
  session: Session,
  options: BuildOptions,
): AsyncGenerator<RunEvent> {
  session.prepareWarehouse();
  const { plan } = await planProject(session, options);
  yield* applyPlan(session, plan, options);
}

/** Options of a run that a plan does not decide. */
export interface RunOptions extends ApplyOptions {
  /** Crons that the run applies, and ticks that it meets. @default those of all models as of `$now` */
  readonly ticks?: AppliedCrons | undefined;
  /** Models beside those of the plan whose sources are judged by the run's time. @default none */
  readonly judged?: readonly string[] | undefined;
}

/** Executes a plan. Raises `RUN.SHARED_RESTATEMENT`, also where a table came to be shared since the plan was made. */
export async function* applyPlan(
  session: Session,
  plan: Plan,
  options: RunOptions,
): AsyncGenerator<RunEvent> {
  const validated = await session.validation();
  const warehouse = await session.warehouse();
  await session.releaseScratch();
  await refuseSharedRestatement(session, plan);
  const before = stateBefore(plan);
  if (isIdle(plan, before)) session.wroteHistoryOnly();
  const { environment } = session.project;
  const signal = runSignal(session, options);
  const { engine } = session.project.target;
  const execution = {
    ...executionOf(session, { plan, before, validated, warehouse }),
    protocol: protocolOf(engine, { warehouse, state: session.state, signal }),
    judged: options.judged ?? [],
  };
  const events = executePlan((emit): Execution => ({ ...execution, signal, ...emit }), {
    command: options.command ?? "build",
    failFast: options.failFast,
    limits: options,
    ticks: options.ticks ?? allCrons(validated.graph, await session.state.ticks(environment)),
  });
  yield* warningOfLate(
    session,
    publishingCopy(session, { before, signal: options.signal }, events),
  );
}

/** A run of a plan, before it is known who is told of its progress. */
function executionOf(
  session: Session,
  {
    plan,
    before,
    validated: { graph, columns, checks },
    warehouse,
  }: {
    readonly plan: Plan;
    readonly before: StateBefore;
    readonly validated: ValidatedGraph;
    readonly warehouse: WarehouseAdapter;
  },
): Omit<Execution, "judged" | "protocol" | "signal" | "progress" | "warn"> {
  const runId = newRunId();
  const parameters = runParameterValues(graph, runId);
  const relations = relationsOf(plan);
  return {
    runId,
    plan,
    before,
    planned: new Map(plan.nodes.map((node) => [node.name, node])),
    graph,
    columns,
    checks,
    checkEngine: session.options.checks,
    warehouse,
    state: session.state,
    dialect: session.project.target.engine.dialect,
    parameters,
    physicalSql: physicalSql(relations, { graph, columns, parameters }),
    index: session.names,
    unavailable: new Map(),
    dataVersions: new Map(),
    inlined: new Map(),
    rows: knownRows(relations, before),
  };
}

/** Physical relations by model: those of the plan, and those outside that it reads. */
function relationsOf({ nodes, reads }: Plan): ReadonlyMap<string, string> {
  return new Map([...Object.entries(reads), ...nodes.map((n) => [n.name, n.physical] as const)]);
}

/** A build applies the crons as they stand in the files, and brings every model up to date as of `$now`. */
function allCrons({ nodes, project }: Graph, before: AppliedCrons): AppliedCrons {
  const tick = project.now.at;
  const models = [...nodes.values()].map(({ model }) => model);
  return new Map(
    models
      .filter(({ name, cron }) => cron !== undefined || before.has(name))
      .map(({ name, cron }) => [name, cron === undefined ? undefined : { cron, tick }]),
  );
}

/** Aborted when the caller says so, or when the run has had its time. */
function runSignal(session: Session, { signal, runTimeoutMs }: ApplyOptions): AbortSignal {
  const signals = [signal, session.options.signal].filter((one) => one !== undefined);
  if (runTimeoutMs !== undefined) signals.push(timeLimit(runTimeoutMs));
  return AbortSignal.any(signals);
}

/** Aborted with `RUN.TIMEOUT` after a time; it does not keep the process alive. */
function timeLimit(ms: number): AbortSignal {
  const controller = new AbortController();
  setTimeout(() => controller.abort(timeoutError("The run", ms)), ms).unref();
  return controller.signal;
}

/** True when a plan changes nothing but the history. */
function isIdle(plan: Plan, { published }: StateBefore): boolean {
  const isPublished = ({ name, physical }: PlanNode) => published.get(name)?.physical === physical;
  const { nodes, removed, moved } = plan;
  return (
    removed.length + moved.length === 0 &&
    nodes.every((node) => isReused(node) && !comparesInputs(node.update) && isPublished(node))
  );
}
