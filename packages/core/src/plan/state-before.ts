import type { ModelVersion, PublishedModel, StateSnapshot } from "../state/state-store.js";
import { fromPlanIntervals } from "./plan-update.js";
import type { PlanInterval } from "./planned-inputs.js";

/** The part of the state that a plan reads when it is applied or reviewed: records of JSON, not maps. */
export interface PlanState {
  /** Views of the environment by model, without those that somebody dropped. */
  readonly published: Readonly<Record<string, PublishedModel>>;
  /** Views of production by model, of models of the plan; in production itself of those alone that are not `published`. */
  readonly production: Readonly<Record<string, PublishedModel>>;
  /** Versions by physical relation, of relations that the plan or a view names. */
  readonly relations: Readonly<Record<string, readonly ModelVersion[]>>;
  /** Computed time of the same relations. */
  readonly intervals: Readonly<Record<string, readonly PlanInterval[]>>;
}

/** The state before a run. */
export type StateBefore = Pick<
  StateSnapshot,
  "published" | "production" | "relations" | "intervals"
>;

/** The state before a plan is applied. */
export function stateBefore({ before }: { readonly before: PlanState }): StateBefore {
  const { published, production, relations, intervals } = before;
  return {
    published: new Map(Object.entries(published)),
    production: new Map(Object.entries(production)),
    relations: new Map(Object.entries(relations)),
    intervals: new Map(
      Object.entries(intervals).map(([name, set]) => [name, fromPlanIntervals(set)]),
    ),
  };
}
