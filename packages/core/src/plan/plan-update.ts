import { grainText } from "../time/intervals/grain.js";
import { intersect, subtract, union, type IntervalSet } from "../time/intervals/interval-set.js";
import { askedIn, type AskedTime } from "../time/intervals/moment.js";
import {
  alignIntervals,
  countBatches,
  countCells,
  expectedGrains,
  expectedIntervals,
  missingIntervals,
} from "../time/intervals/plan-intervals.js";
import { timeCut } from "../kinds/intervals/time-cut.js";
import type { IntervalOptions } from "../kinds/write.js";
import type { Model } from "../model/model.js";
import type { Project } from "../model/project/project.js";
import type { PlannedInput, PlannedLateInput, PlanInterval } from "./planned-inputs.js";

/** How an incremental table is brought up to date. */
export interface PlanUpdate {
  /** Number the change gives to the table's content. */
  readonly revision: number;
  /** Losses of the table or of its copy, for people. */
  readonly destructive?: readonly string[] | undefined;
  /** Time computed before, less what is restated: a copy begins with it. */
  readonly done: readonly PlanInterval[];
  /** Time to compute; absent for kinds without a time. */
  readonly intervals?: readonly PlanInterval[] | undefined;
  /** Queries the intervals are computed with. */
  readonly batches?: number | undefined;
  readonly grain?: string | undefined;
  /** How many grains begin in the intervals. */
  readonly grains?: number | undefined;
  /** Zone whose days, weeks, months or years the grains are; UTC when absent. */
  readonly zone?: string | undefined;
  /** All rows of the query are merged, not only those since the last: they are restated. */
  readonly allRows?: boolean | undefined;
  /** Its rows follow from `$now`: it looks for others as soon as time has moved on. */
  readonly readsNow?: boolean | undefined;
  /** Time that is forgotten first because it is restated, or what it was computed from was not there then. */
  readonly restated?: readonly PlanInterval[] | undefined;
  /** Relations that the query takes by time. */
  readonly inputs?: readonly PlannedInput[] | undefined;
  /** Computed time in which rows of them were found to have changed. */
  readonly late?: readonly PlannedLateInput[] | undefined;
  /** True while time is left that this plan does not compute: readers keep what they have, if they have more. */
  readonly partial?: boolean | undefined;
}

/** Limits and restatements of a plan. Instants in milliseconds. */
export interface TimeOptions {
  /** Only time in here is computed. */
  readonly window?: AskedTime | undefined;
  /** Time computed again, by model. */
  readonly restate?: ReadonlyMap<string, IntervalSet> | undefined;
}

/** What is to be computed of a model that is filled by time. */
export interface IntervalWork {
  readonly missing: IntervalSet;
  readonly done: IntervalSet;
  readonly restated: IntervalSet;
  /** Of `missing`, what is computed because rows of an input changed. */
  readonly late: IntervalSet;
  readonly partial: boolean;
  readonly batches: number;
  readonly grain: string;
  readonly grains: number;
  readonly zone: string | undefined;
}

/** Compares the time a model should have with what is computed. */
export function intervalWork(
  model: Pick<Model, "name" | "path">,
  kind: IntervalOptions,
  using: {
    readonly computed: IntervalSet;
    /** Of that, what was computed before all of what it reads was there. */
    readonly outdated: IntervalSet;
    /** Of that, what is computed again because rows of an input changed: these grains alone. */
    readonly late: IntervalSet;
    readonly project: Project;
  } & TimeOptions,
): IntervalWork {
  const cut = timeCut(model, kind, using.project);
  const asked = using.restate?.get(model.name) ?? [];
  const again = union(alignIntervals(asked, cut.grain), using.outdated);
  const restated = intersect(again, expectedIntervals(cut));
  // Time that is not over at an earlier `$now` is left to the first run from then on.
  const done = subtract(using.computed, again);
  const late = expectedGrains(cut, intersect(using.late, done));
  const all = union(missingIntervals(cut, done), late);
  const { zone } = cut.grain;
  const window = using.window && alignIntervals(askedIn(using.window, zone), cut.grain);
  // A restatement computes its range; a window does not hide what had to be taken back.
  const limit = using.restate ? restated : window && union(window, restated);
  const missing = limit ? intersect(all, limit) : all;
  return {
    missing,
    done,
    restated,
    late: intersect(late, missing),
    partial: subtract(expectedIntervals(cut), union(done, missing)).length > 0,
    batches: countBatches(missing, cut.grain, kind.batch_size),
    grain: grainText(cut.grain),
    grains: countCells(missing, cut.grain),
    zone,
  };
}

/** A set of time as a plan shows it. */
export function toPlanIntervals(set: IntervalSet): readonly PlanInterval[] {
  return set.map(({ start, end }) => ({
    start: new Date(start).toISOString(),
    end: new Date(end).toISOString(),
  }));
}

/** A set of time as a plan holds it. */
export function fromPlanIntervals(intervals: readonly PlanInterval[] = []): IntervalSet {
  return intervals.map(({ start, end }) => ({ start: Date.parse(start), end: Date.parse(end) }));
}
