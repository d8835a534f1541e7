import { fingerprintSources } from "../../plan/fingerprint/fingerprint.js";
import { isIncremental } from "../../kinds/all-kinds.js";
import type { Check } from "../../model/check/check.js";
import { makePlan } from "../../plan/make-plan.js";
import type { PlanInput } from "../../plan/plan-input.js";
import type { TimeOptions } from "../../plan/plan-update.js";
import { stateBefore } from "../../plan/state-before.js";
import type { PlanOptions } from "../../plan/plan.js";
import type { Graph } from "../../project/resolve/graph.js";
import type { StateSnapshot } from "../../state/state-store.js";
import type { ValidatedGraph } from "../../project/validate/validate-project.js";
import type { PlanBasis } from "../../session/applied-models.js";
import { valuesOfRetyped } from "./retyped-values.js";
import { rowsAtRisk } from "./count-rows.js";
import { existingRelations } from "./existing-relations.js";
import { incrementalChanges } from "./incremental-changes.js";
import { judgeErrors } from "../../session/judge-errors.js";
import { projectChanges } from "./project-changes.js";
import type { PlanChoice, Planned } from "./planned.js";
import { withOtherVersions } from "./other-versions.js";
import { chooseRestatement } from "./restatement.js";
import { selectModels } from "../../session/select-models.js";
import { viewSchemas } from "../../session/loaded-project.js";
import type { Session } from "../../session/session.js";
import { refuseSharedRestatement } from "./shared-restatement.js";
import { timeOptions } from "./time-options.js";
import type { BuildOptions } from "../../session/options.js";

/** Validates the project and compares it with the warehouse's state. Raises `RUN.SHARED_RESTATEMENT`. */
export async function planProject(session: Session, options: BuildOptions): Promise<Planned> {
  let restated: TimeOptions["restate"];
  const planned = await planModels(session, async (graph, basis) => {
    const isAll = (options.select ?? []).length === 0 && (options.exclude ?? []).length === 0;
    const chosen = isAll ? undefined : await selectModels(session, options, basis);
    const roots = chosen ?? [...graph.nodes.keys()];
    const time = timeOptions(graph, options, roots);
    restated = time.restate;
    if (options.restate)
      return { ...chooseRestatement(graph, basis, { roots, time }), options: planOptions(options) };
    return {
      selected: chosen && new Set(chosen),
      force: options.force,
      rebuild: options.rebuild,
      forwardOnly: options.forwardOnly,
      time,
      options: planOptions(options),
    };
  });
  await refuseSharedRestatement(session, planned.plan);
  return options.restate ? withOtherVersions(session, planned, restated) : planned;
}

/** Models and sources with checks that follow from the run's time. */
export interface ClockDependent {
  readonly clocked: ReadonlySet<string>;
}

/** Validates the project and plans what `choose` asks for. */
export async function planModels(
  session: Session,
  choose: (graph: Graph, basis: PlanBasis & ClockDependent) => PlanChoice | Promise<PlanChoice>,
): Promise<Planned> {
  const { validated, fingerprints } = await judgeErrors(session);
  const { graph, columns, faults } = validated;
  const warehouse = await session.warehouse();
  if (session.options.readOnly !== true) await session.state.ensure(session.claim);
  const read = session.state.read(session.project.environment, viewSchemas(session.project));
  const [state, existing] = await Promise.all([read, existingRelations(graph, warehouse, read)]);
  const texts = await incrementalTexts(session, graph, state);
  const values = await valuesOfRetyped({ graph, columns, existing, state, texts, warehouse });
  const sources = await fingerprintSources(validated);
  const compared = { graph, columns };
  const basis = { validated: compared, fingerprints, state };
  const edits = await projectChanges(session, basis);
  const incremental = await incrementalChanges(session, basis, edits);
  const clocked = clockDependent(validated.checks);
  const choice = await choose(graph, { fingerprints, state, clocked, changes: edits.changes });
  const facts = {
    graph,
    fingerprints,
    sources,
    state,
    existing,
    columns,
    texts,
    values,
    ...edits,
    ...incremental,
    faults,
  };
  const rows = await rowsAtRisk({ ...facts, ...choice }, warehouse);
  const plan = makePlan({ ...facts, ...choice, rows, usesNow: clocked });
  return { plan, state: { ...state, published: stateBefore(plan).published } };
}

function clockDependent(checks: ValidatedGraph["checks"]): ReadonlySet<string> {
  const readsClock = (own: readonly Check[]) => own.some(({ readsClock }) => readsClock === true);
  return new Set([...checks].flatMap(([name, own]) => (readsClock(own) ? [name] : [])));
}

function planOptions(options: BuildOptions): PlanOptions {
  const { select, exclude, force, rebuild, forwardOnly, window, restate, shared } = options;
  const given = Object.entries({
    select,
    exclude,
    force,
    rebuild,
    forwardOnly,
    window,
    restate,
    shared,
  });
  return Object.fromEntries(given.filter(([, value]) => value !== undefined));
}

/** What the known versions of kept tables were made from: their columns tell whether the tables still fit. */
async function incrementalTexts(
  session: Session,
  graph: Graph,
  { relations }: StateSnapshot,
): Promise<PlanInput["texts"]> {
  const models = [...graph.nodes.values()].map(({ model }) => model);
  const incremental = new Set(
    models.filter(({ kind }) => isIncremental(kind)).map(({ name }) => name),
  );
  const physical = [...relations].flatMap(([name, [version]]) =>
    version && incremental.has(version.model) ? [name] : [],
  );
  return session.state.versionTexts(physical);
}
