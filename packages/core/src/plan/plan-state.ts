import { PRODUCTION } from "../model/names.js";
import type { PlanInput } from "./plan-input.js";
import { toPlanIntervals } from "./plan-update.js";
import type { PlanNode } from "./planned-node.js";
import type { PlanState } from "./state-before.js";

/** The part of the state that a plan with these nodes holds. */
export function planState(
  { state, existing, graph }: Pick<PlanInput, "state" | "existing" | "graph">,
  plan: {
    readonly nodes: readonly PlanNode[];
    readonly reads: Readonly<Record<string, string>>;
    readonly removed: readonly string[];
  },
): PlanState {
  const removed = new Set(plan.removed);
  // Promotion makes a view again that somebody dropped.
  const published = [...state.published].filter(
    ([name, { schema, view }]) =>
      removed.has(name) || existing.views.has(`${schema}.${view}`.toLowerCase()),
  );
  const isProduction = graph.project.environment === PRODUCTION;
  const known = new Set(isProduction ? published.map(([name]) => name) : []);
  const production = plan.nodes.flatMap(({ name }) => {
    const view = known.has(name) ? undefined : state.production.get(name);
    return view ? [[name, view] as const] : [];
  });
  const named = new Set([
    ...plan.nodes.map(({ physical }) => physical),
    ...Object.values(plan.reads),
    ...[...published, ...production].map(([, { physical }]) => physical),
  ]);
  return {
    published: Object.fromEntries(published),
    production: Object.fromEntries(production),
    relations: Object.fromEntries(entriesOf(state.relations, named)),
    intervals: Object.fromEntries(
      entriesOf(state.intervals, named).map(([name, set]) => [name, toPlanIntervals(set)]),
    ),
  };
}

function entriesOf<T>(
  all: ReadonlyMap<string, T>,
  names: ReadonlySet<string>,
): readonly (readonly [string, T])[] {
  return [...names].flatMap((name) => {
    const found = all.get(name);
    return found === undefined ? [] : [[name, found] as const];
  });
}
