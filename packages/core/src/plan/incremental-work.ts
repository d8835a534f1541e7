import { intervalsOf, kindOf } from "../kinds/all-kinds.js";
import { subtract, type IntervalSet } from "../time/intervals/interval-set.js";
import type { ModelVersion } from "../state/state-store.js";
import { hasRead } from "./data-inputs.js";
import type { IncrementalInput } from "./incremental-input.js";
import { staleIntervals } from "./new-intervals.js";
import type { PlanReason } from "../state/plan-reason.js";
import { comparedInputs, lateInputs, lateTime } from "./plan-inputs.js";
import { intervalWork, type PlanUpdate } from "./plan-update.js";
import { comparesInputs } from "./planned-inputs.js";
import type { StartingPoint } from "./starting-point.js";

/** A table that rows are brought into has no time to be computed again: all of its query's rows are. */
export function areAllRowsRestated(
  { kind, model, restate }: IncrementalInput,
  { from, recomputes }: StartingPoint,
): boolean {
  const { write, isRestatable } = kindOf(kind);
  if (write.by !== "rows" || !isRestatable || !from) return false;
  return recomputes === true || from.restating === true || restate?.has(model.name) === true;
}

/** Time that a table filled by time is computed for; undefined for others. */
export function workFor(
  input: IncrementalInput,
  { recomputes, from }: StartingPoint,
  computed: IntervalSet,
) {
  const { model, kind } = input;
  const intervals = intervalsOf(kind);
  return (
    intervals &&
    intervalWork(model, intervals, {
      ...input,
      computed,
      outdated:
        recomputes === true ? computed : staleIntervals(input.newIntervals, model, computed),
      late: intervals.on_late_input === "recompute" ? lateTime(from?.lateInputs) : [],
    })
  );
}

/** Inputs by time that the build compares, and time in which they are known to have changed. */
export function comparisonOf(
  { from, isNew, copy }: StartingPoint,
  done: IntervalSet,
  input: IncrementalInput,
): Pick<PlanUpdate, "inputs" | "late"> {
  const { timeInputs, isOfOtherData } = input;
  const before = copy?.forward === true ? undefined : from?.comparedInputs;
  const compared = comparedInputs(timeInputs, before);
  // Records of a table are true in every environment that shows it.
  const isComparable = done.length > 0 && from !== undefined && (isNew || !isOfOtherData(from));
  const inputs = isComparable ? compared : compared.map((one) => ({ ...one, changed: false }));
  const late = lateInputs(from?.lateInputs, { ...input, done });
  return { ...(inputs.length > 0 && { inputs }), ...(late.length > 0 && { late }) };
}

/** True for a table that computes time again by itself, and whose inputs may have changed. */
function takesLateInput(input: IncrementalInput, start: StartingPoint, done: IntervalSet): boolean {
  const { kind, restate } = input;
  if (intervalsOf(kind)?.on_late_input !== "recompute") return false;
  return restate === undefined && comparesInputs(comparisonOf(start, done, input));
}

/** The reason for which a table is brought up to date, or `unchanged`. */
export function reasonFor(
  input: IncrementalInput,
  at: {
    readonly own: ModelVersion | undefined;
    readonly known: ModelVersion | undefined;
    readonly base: ModelVersion | undefined;
    readonly start: StartingPoint;
    readonly work: ReturnType<typeof workFor>;
  },
): PlanReason {
  const { own, known, base, start, work } = at;
  const isAsked = input.restate?.has(input.model.name) === true;
  if (start.columnsChanged) return "columns changed";
  if (start.isNew) {
    if (known && input.rebuild) return "forced";
    if (own && !known) return "missing";
    if (!base) return "new";
    return input.isOwnEdit ? "definition changed" : "parent changed";
  }
  if (work) {
    if (work.restated.length > 0) return isAsked ? "restated" : "parent changed";
    const isLateOnly = subtract(work.missing, work.late).length === 0;
    if (!isLateOnly) return "intervals missing";
    const isTaken = work.late.length > 0 || takesLateInput(input, start, work.done);
    return isTaken ? "late input" : "unchanged";
  }
  if (areAllRowsRestated(input, start)) return isAsked ? "restated" : "restatement unfinished";
  if (!known || !hasRead(known, input.hashes)) return "parent changed";
  if (input.rebuild) return "forced";
  return input.staleness ?? "unchanged";
}
