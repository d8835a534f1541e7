import { intervalsOf, isIncremental, kindOf } from "../../kinds/all-kinds.js";
import { grainOf } from "../../time/intervals/grain.js";
import { subtract, type IntervalSet } from "../../time/intervals/interval-set.js";
import { alignIntervals } from "../../time/intervals/plan-intervals.js";
import { PRODUCTION } from "../../model/names.js";
import type { Model } from "../../model/model.js";
import type { OutdatedTable } from "../../plan/plan.js";
import { isBuilt } from "../../plan/planned-node.js";
import { toPlanIntervals } from "../../plan/plan-update.js";
import type { StateSnapshot } from "../../state/state-store.js";
import type { Session } from "../../session/session.js";
import type { Planned } from "./planned.js";

/**
 * Adds to a restatement the built tables of its models that it does not compute: of other versions, published or not.
 * Whichever of them is published later, by a promotion, an edit taken back or a rollback, computes the range first. A
 * restatement of another environment than production leaves alone what others publish, unless it is `shared`.
 */
export async function withOtherVersions(
  session: Session,
  planned: Planned,
  restated: ReadonlyMap<string, IntervalSet> = new Map(),
): Promise<Planned> {
  const { plan, state } = planned;
  const chosen = new Set(plan.nodes.filter(isBuilt).map(physicalOf));
  const listed = new Set((plan.outdated ?? []).map(physicalOf));
  const found = [...restated].flatMap(([name, range]) => {
    const model = session.project.models.get(name);
    return model ? othersOf(model, range, state) : [];
  });
  const others = found.filter(({ physical }) => !chosen.has(physical) && !listed.has(physical));
  const isForAll = plan.environment === PRODUCTION || plan.options.shared === true;
  const own = isForAll ? others : await unpublished(session, others);
  if (own.length === 0) return planned;
  return { ...planned, plan: { ...plan, outdated: [...(plan.outdated ?? []), ...own] } };
}

function physicalOf({ physical }: { readonly physical: string }): string {
  return physical;
}

/** Built tables of a model, with what is left of their computed time; kinds without a time are marked as a whole. */
function othersOf(
  { name, kind }: Model,
  range: IntervalSet,
  { relations, intervals }: StateSnapshot,
): readonly OutdatedTable[] {
  if (isIncremental(kind) && !kindOf(kind).isRestatable) return [];
  const cut = intervalsOf(kind);
  return [...relations].flatMap(([physical, [version]]): readonly OutdatedTable[] => {
    if (version?.model !== name || version.relation !== "table") return [];
    const computed = intervals.get(physical);
    if (computed === undefined) return version.status === "built" ? [{ name, physical }] : [];
    const aligned = cut ? alignIntervals(range, grainOf(cut)) : range;
    return [{ name, physical, done: toPlanIntervals(subtract(computed, aligned)) }];
  });
}

/** Tables that no other environment publishes. */
async function unpublished(
  session: Session,
  tables: readonly OutdatedTable[],
): Promise<readonly OutdatedTable[]> {
  if (tables.length === 0) return [];
  const environmentsUsing = await session.state.environmentsUsing(tables.map(physicalOf));
  const { environment } = session.project;
  return tables.filter(({ physical }) =>
    (environmentsUsing.get(physical) ?? []).every((name) => name === environment),
  );
}
