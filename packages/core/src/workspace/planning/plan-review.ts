import type { WarehouseAdapter } from "../../warehouse/warehouse-adapter.js";
import { isView } from "../../kinds/all-kinds.js";
import { versionText } from "../../run/version-text.js";
import type { IntervalSet } from "../../time/intervals/interval-set.js";
import { PRODUCTION } from "../../model/names.js";
import { stateBefore, type StateBefore } from "../../plan/state-before.js";
import type { Plan, PlanNode } from "../../plan/plan.js";
import { fromPlanIntervals } from "../../plan/plan-update.js";
import { isBuilt, updateOf } from "../../plan/planned-node.js";
import { runParameterValues } from "../../project/render/render-model.js";
import { publishedVersion } from "../../state/published-version.js";
import type { ModelVersion, VersionText } from "../../state/state-store.js";
import { countRows } from "./count-rows.js";
import type { Session } from "../../session/session.js";
import { restatedForOthers } from "./shared-restatement.js";

/** What people want to know of a plan before they apply it, beyond what is done. */
export interface PlanReview {
  /** Readers of the environment see nothing yet: it begins with what `prod` shows. */
  readonly isNew: boolean;
  /** One for each node of the plan, in its order. */
  readonly nodes: readonly NodeReview[];
}

/** What is known of one model of a plan. */
export interface NodeReview {
  readonly name: string;
  /** Relation in the schema `_sluice` that readers see now; absent where they see none. */
  readonly shown?: string | undefined;
  /** Readers will be shown another relation than now, whether it is built or there already. */
  readonly isPromoted: boolean;
  /** Its table is changed in place, and `prod`, which is another environment, shows it too. */
  readonly isSeenByProduction: boolean;
  /** Other environments that show its table, which is changed in place because something is restated; in order. */
  readonly restatedFor: readonly string[];
  /** Rows the build may write, from what the version before holds; absent where nothing tells. */
  readonly estimatedRows?: number | undefined;
  /** Queries in plain full names, of a model that was itself edited; `before` is absent where it was not stored. */
  readonly query?: QueryChange | undefined;
}

/** A model's query before and after an edit. */
export interface QueryChange {
  readonly before?: string | undefined;
  readonly after: string;
}

/** Compares a plan with what readers see: those of the environment, or of production where it shows nothing yet. */
export async function reviewPlan(session: Session, plan: Plan): Promise<PlanReview> {
  const before = stateBefore(plan);
  const warehouse = await session.warehouse();
  const bases = new Map(plan.nodes.map((node) => [node.name, publishedVersion(before, node.name)]));
  const edited = plan.nodes.filter((node) => isEdited(node, bases.get(node.name)));
  const physical = edited.flatMap(({ name }) => bases.get(name)?.physical ?? []);
  const texts = await session.state.versionTexts(physical);
  const counts = await incrementalCounts(plan.nodes, { bases, before, warehouse });
  const { graph, columns } = await session.validation();
  const { dialect } = session.project.target.engine;
  const parameters = runParameterValues(graph, "plan");
  const others = await restatedForOthers(session, plan);
  const queryOf = (name: string, base: ModelVersion | undefined) => {
    const node = graph.nodes.get(name);
    const after = node && versionText(node, { graph, dialect, columns, parameters }).query;
    return after === undefined
      ? undefined
      : { before: textOf(base, texts), after: readable(after) };
  };
  const isEditedNode = new Set(edited.map(({ name }) => name));
  return {
    isNew: plan.environment !== PRODUCTION && before.published.size === 0,
    nodes: plan.nodes.map((node) => {
      const base = bases.get(node.name);
      const shown = before.published.get(node.name)?.physical;
      return {
        name: node.name,
        shown,
        isPromoted: shown !== node.physical,
        isSeenByProduction: plan.environment !== PRODUCTION && isChangedInPlace(node, before),
        restatedFor: others.get(node.name) ?? [],
        estimatedRows: estimatedRows(node, { base, before, counts }),
        query: isEditedNode.has(node.name) ? queryOf(node.name, base) : undefined,
      };
    }),
  };
}

function isChangedInPlace({ name, action, physical }: PlanNode, before: StateBefore) {
  return action === "update" && before.production.get(name)?.physical === physical;
}

function isEdited({ definition }: PlanNode, base: ModelVersion | undefined): boolean {
  return base !== undefined && base.definition !== definition;
}

function textOf(
  base: ModelVersion | undefined,
  texts: ReadonlyMap<string, VersionText>,
): string | undefined {
  const query = base && texts.get(base.physical)?.query;
  return query === undefined ? undefined : readable(query);
}

/** A stored query for people: parameters of a run stand in it as texts of their names. */
function readable(query: string): string {
  return query.trim().replace(/'(\$(?:now|run_id|start|end|since))'/g, "$1");
}

interface Known {
  readonly base: ModelVersion | undefined;
  readonly before: StateBefore;
  /** Rows by physical relation. */
  readonly counts: ReadonlyMap<string, number>;
}

/** Rows of the version before; of a table that is filled by time, as many as fell into as much time so far. */
function estimatedRows(node: PlanNode, { base, before, counts }: Known): number | undefined {
  if (!isBuilt(node) || !base) return undefined;
  if (node.action === "build") return isView({ type: node.kind }) ? undefined : base.rows;
  const missing = lengthOf(fromPlanIntervals(node.update.intervals));
  const done = lengthOf(before.intervals.get(base.physical) ?? []);
  const rows = counts.get(base.physical);
  if (missing === 0 || done === 0 || rows === undefined) return undefined;
  return Math.round((rows / done) * missing);
}

function lengthOf(set: IntervalSet): number {
  return set.reduce((sum, { start, end }) => sum + (end - start), 0);
}

/** Rows of the tables that more time is computed of. An engine answers a bare count from its metadata. */
async function incrementalCounts(
  nodes: readonly PlanNode[],
  known: Omit<Known, "base" | "counts"> & {
    readonly bases: ReadonlyMap<string, ModelVersion | undefined>;
    readonly warehouse: WarehouseAdapter;
  },
): Promise<ReadonlyMap<string, number>> {
  const { bases, before, warehouse } = known;
  const tables = nodes.flatMap((node) => {
    const base = bases.get(node.name);
    const isFilled = (updateOf(node)?.intervals ?? []).length > 0;
    return isFilled && base && before.intervals.has(base.physical) ? [base.physical] : [];
  });
  return countRows(tables, warehouse);
}
