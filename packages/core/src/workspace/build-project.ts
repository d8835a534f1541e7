import { randomUUID } from "node:crypto";
import type { RunEvent } from "../events/event.js";
import { executePlan } from "../execute/execute-plan.js";
import type { Execution } from "../execute/execution.js";
import { fingerprintModels } from "../fingerprint/fingerprint.js";
import { isKept } from "../model/kind-parameters.js";
import { makePlan, type PlanInput } from "../plan/make-plan.js";
import type { Plan, PlanNode, PlanOptions } from "../plan/plan.js";
import { runParameterValues } from "../render/render-model.js";
import type { Graph } from "../resolve/graph.js";
import type { StateSnapshot } from "../state/state-store.js";
import { existingRelations } from "./existing-relations.js";
import { publishingCopy } from "./publish-copy.js";
import { physicalSql } from "./relation-sql.js";
import { selectModels } from "./select-models.js";
import type { Session } from "./session.js";
import { timeOptions } from "./time-options.js";
import type { ApplyOptions, BuildOptions } from "./workspace.js";

/** A plan and the state it was made from, as far as the warehouse bears it out. */
export interface Planned {
  readonly plan: Plan;
  readonly before: StateSnapshot;
}

/** Validates the project and compares it with the warehouse's state. */
export async function planProject(session: Session, options: BuildOptions): Promise<Planned> {
  const validated = await session.valid();
  const fingerprints = await fingerprintModels(validated);
  const warehouse = await session.warehouse();
  if (session.options.readOnly !== true) await session.state.ensure(warehouse);
  const [before, existing] = await Promise.all([
    session.state.read(warehouse, session.project.environment),
    existingRelations(validated.graph, warehouse),
  ]);
  const isAll = (options.select ?? []).length === 0 && (options.exclude ?? []).length === 0;
  const chosen = isAll
    ? undefined
    : await selectModels(session, options, { fingerprints, state: before });
  const time = timeOptions(validated.graph, options, chosen ?? [...validated.graph.nodes.keys()]);
  // What reads restated rows is restated with them.
  const selected = chosen && new Set([...chosen, ...(time.restate?.keys() ?? [])]);
  const plan = makePlan({
    graph: validated.graph,
    fingerprints,
    state: before,
    existing,
    selected,
    columns: validated.columns,
    texts: await keptTexts(session, validated.graph, before),
    force: options.force,
    forwardOnly: options.forwardOnly,
    time,
    options: planOptions(options),
  });
  return { plan, before: withoutLostViews(before, existing, plan) };
}

function planOptions(options: BuildOptions): PlanOptions {
  const { select, exclude, force, forwardOnly, window, restate } = options;
  const given = Object.entries({ select, exclude, force, forwardOnly, window, restate });
  return Object.fromEntries(given.filter(([, value]) => value !== undefined));
}

/** What the known versions of kept tables were made from: their columns tell whether the tables still fit. */
async function keptTexts(
  session: Session,
  graph: Graph,
  { versions }: StateSnapshot,
): Promise<PlanInput["texts"]> {
  const physical = [...graph.nodes.values()].flatMap(({ model }) =>
    isKept(model.kind)
      ? [...(versions.get(model.name)?.values() ?? [])].map((v) => v.physical)
      : [],
  );
  return session.state.versionTexts(await session.warehouse(), physical);
}

/** What readers see, less the views that somebody dropped: promotion makes those again. */
function withoutLostViews(
  state: StateSnapshot,
  existing: PlanInput["existing"],
  plan: Plan,
): StateSnapshot {
  const published = [...state.published].filter(
    ([name, { schema, view }]) =>
      existing.views.has(`${schema}.${view}`.toLowerCase()) || plan.removed.includes(name),
  );
  return { ...state, published: new Map(published) };
}

/** Plans and applies. */
export async function* buildProject(
  session: Session,
  options: BuildOptions,
): AsyncGenerator<RunEvent> {
  session.prepareWarehouse();
  const planned = await planProject(session, options);
  yield* applyPlan(session, planned, options);
}

/** Executes a plan. */
export async function* applyPlan(
  session: Session,
  planned: Planned,
  options: ApplyOptions,
): AsyncGenerator<RunEvent> {
  const validated = await session.valid();
  const warehouse = await session.warehouse();
  await session.releaseScratch();
  const { project } = session;
  const { plan } = planned;
  if (isIdle(plan, planned.before)) session.wroteHistoryOnly();
  const runId = `${new Date().toISOString().replace(/\D/g, "").slice(0, 14)}-${randomUUID().slice(0, 8)}`;
  const parameters = runParameterValues(validated.graph, runId);
  const physical = new Map([
    ...Object.entries(plan.reads),
    ...plan.nodes.map((node) => [node.name, node.physical] as const),
  ]);
  const relation = physicalSql(physical, { graph: validated.graph, parameters });
  const { dialect } = project.target.engine;
  const events = executePlan(
    (tell): Execution => ({
      runId,
      plan,
      planned: new Map(plan.nodes.map((node) => [node.name, node])),
      graph: validated.graph,
      columns: validated.columns,
      checks: validated.checks,
      checkEngine: session.options.checks,
      warehouse,
      state: session.state,
      dialect,
      parameters,
      signal: options.signal ?? session.options.signal ?? new AbortController().signal,
      physicalSql: relation,
      index: session.names,
      contents: new Map(),
      ...tell,
    }),
    { command: options.command ?? "build", before: planned.before, failFast: options.failFast },
  );
  yield* publishingCopy(session, { before: planned.before, signal: options.signal }, events);
}

/** True when a plan changes nothing but the history. */
function isIdle(plan: Plan, { published }: StateSnapshot): boolean {
  const isShown = ({ name, physical }: PlanNode) => published.get(name)?.physical === physical;
  const { nodes, removed } = plan;
  return removed.length === 0 && nodes.every((node) => node.action === "reuse" && isShown(node));
}
