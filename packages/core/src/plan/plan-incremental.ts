import { intervalsOf, kindOf } from "../kinds/all-kinds.js";
import type { ModelVersion } from "../state/state-store.js";
import { originOf } from "./data-version.js";
import type { IncrementalInput } from "./incremental-input.js";
import { areAllRowsRestated, comparisonOf, reasonFor, workFor } from "./incremental-work.js";
import { lossText } from "./loss-text.js";
import type { PlanReason } from "../state/plan-reason.js";
import { toPlanIntervals, type IntervalWork, type PlanUpdate } from "./plan-update.js";
import type { PlanCopy } from "./planned-node.js";
import {
  isolatedCopy,
  baseVersion,
  isCopied,
  isOtherVersion,
  startingPoint,
  type RefusedTable,
  type StartingPoint,
} from "./starting-point.js";

/** The part of a plan's node that is special to kept tables. */
export interface IncrementalPlan {
  readonly reason: PlanReason;
  readonly version?: ModelVersion | undefined;
  /** A new table is made, from nothing or as a copy. */
  readonly isNew: boolean;
  /** Own relation of before that is marked as being restated first. */
  readonly restates?: string | undefined;
  /** The copy that a new table begins as; absent for one that is made from nothing. */
  readonly copy?: PlanCopy | undefined;
  readonly origin?: string | undefined;
  readonly update: PlanUpdate;
}

/** Decides what a kept table needs: a new table, a copy of the one before with other columns, rows, or nothing. */
export function planIncremental(input: IncrementalInput): IncrementalPlan | RefusedTable {
  const { state, own } = input;
  const known = own && input.exists(own.physical) ? own : undefined;
  const base = baseVersion(input);
  const inPlace = startingPoint(input, known, base);
  if ("refused" in inPlace) return inPlace;
  const computed = inPlace.from ? (state.intervals.get(inPlace.from.physical) ?? []) : [];
  const work = workFor(input, inPlace, computed);
  const reason = reasonFor(input, { own, known, base, start: inPlace, work });
  const start = (reason === "unchanged" ? undefined : isolatedCopy(inPlace, input)) ?? inPlace;
  if ("refused" in start) return start;
  const allRows = areAllRowsRestated(input, start);
  const isRestated = allRows || (work?.restated.length ?? 0) > 0;
  const revision = known?.revision ?? 0;
  return {
    reason,
    version: own,
    isNew: start.isNew,
    // A table that an edit is copied from may be another environment's: what is not there yet has no mark.
    ...(isRestated &&
      known &&
      inPlace === start &&
      start.from === known && { restates: known.physical }),
    ...(start.copy && {
      copy: { ...start.copy, ...(isCopyOnly(input, start, base) && { copyOnly: true }) },
    }),
    origin:
      start.isNew && input.readsOtherData
        ? originOf(start.origin, input.project.environment)
        : start.origin,
    update: {
      revision: reason === "unchanged" ? revision : revision + 1,
      ...lossesOf(input, start, base),
      ...(allRows && { allRows }),
      ...(input.readsNow && { readsNow: true }),
      done: toPlanIntervals(work?.done ?? computed),
      ...(work && timePart(work)),
      ...(work && comparisonOf(start, work.done, input)),
    },
  };
}

/** The part of an update that says which time it computes. */
function timePart(work: IntervalWork): Partial<PlanUpdate> {
  const { missing, restated, batches, grain, grains, zone, partial } = work;
  return {
    intervals: toPlanIntervals(missing),
    batches,
    grain,
    grains,
    ...(zone !== undefined && { zone }),
    partial,
    ...(restated.length > 0 && { restated: toPlanIntervals(restated) }),
  };
}

/** A table that cannot tell rows that it has from others: an edit of queries alone adds none. */
function isCopyOnly(
  { kind, areRowsRead, staleness }: IncrementalInput,
  { copy, from }: StartingPoint,
  base: ModelVersion | undefined,
): boolean {
  const isCopy =
    copy !== undefined && copy.isIsolated !== true && from?.physical === base?.physical;
  return isCopy && kindOf(kind).addsAllRows(kind) && areRowsRead && staleness === undefined;
}

function lossesOf(
  input: IncrementalInput,
  start: StartingPoint,
  base: ModelVersion | undefined,
): Pick<PlanUpdate, "destructive"> {
  const destructive = [...(start.destructive ?? []), ...lostRows(input, start, base)];
  return destructive.length > 0 ? { destructive } : {};
}

/** Losses of rows of the published table. */
function lostRows(
  input: IncrementalInput,
  start: StartingPoint,
  base: ModelVersion | undefined,
): readonly string[] {
  if (!base) return [];
  const isAnew = start.isNew && start.from === undefined;
  const isReplaced = isOtherVersion(base, start.from, input) && !isCopied(start.from, base);
  const { kind } = input;
  const rows = input.rows?.get(base.physical);
  if (isAnew) return [lossText("begins anew", { kind, rows })];
  if (isReplaced) return [lossText("is replaced by another version", { kind, rows })];
  return start.recomputes === true && intervalsOf(kind) !== undefined
    ? [lossText("computes its time again", { kind, rows })]
    : [];
}
