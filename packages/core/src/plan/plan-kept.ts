import type { ColumnInfo } from "../adapter/dialect.js";
import type { Diagnostic } from "../errors/sluice-error.js";
import type { TableValues } from "../evolve/merged-type.js";
import type { Fingerprint } from "../fingerprint/fingerprint.js";
import { subtract, type IntervalSet } from "../intervals/interval-set.js";
import type { KeptKind } from "../model/kind-parameters.js";
import type { Model } from "../model/model.js";
import type { Project } from "../project/project.js";
import type { ModelVersion, StateSnapshot, VersionText } from "../state/state-store.js";
import { shownVersion } from "../state/shown-version.js";
import { apartContent, copiedContent, keptContent, originOf } from "./content.js";
import type { Evolution } from "../evolve/evolution.js";
import { evolveColumns } from "./evolve-columns.js";
import { lossText } from "./loss-text.js";
import { computedWithout } from "./news.js";
import type { PlanReason } from "./plan.js";
import { comparesInputs } from "./planned-inputs.js";
import { comparedInputs, lateInputs, lateTime, type TimeInputData } from "./plan-inputs.js";
import { intervalWork, toPlanIntervals, type PlanUpdate, type TimeOptions } from "./plan-update.js";

/** What planning a kept table needs to know. */
export interface KeptInput extends TimeOptions {
  readonly model: Model;
  readonly kind: KeptKind;
  readonly project: Project;
  readonly fingerprint: Fingerprint;
  /** The version of the model as it is now: built for it, or taken over. */
  readonly own: ModelVersion | undefined;
  readonly state: StateSnapshot;
  /** True when the relation exists in the system schema. */
  readonly exists: (physical: string) => boolean;
  /** What versions were made from, by physical relation. */
  readonly texts: ReadonlyMap<string, VersionText>;
  /** Columns the table should have. */
  readonly columns: readonly ColumnInfo[];
  /** Values of tables whose columns get other types, by physical relation, as far as they were counted. */
  readonly values?: ReadonlyMap<string, TableValues> | undefined;
  /** Rows of published tables, by physical relation, as far as they were counted. */
  readonly rows?: ReadonlyMap<string, number> | undefined;
  /** Hash over the content of what it reads. */
  readonly inputs: string;
  /** The published table has read all data of its inputs: they differ by edits alone, if at all. */
  readonly areRowsRead: boolean;
  /** Relations that its query takes by time. */
  readonly timeInputs: readonly TimeInputData[];
  /** Time that what it reads is filled with for the first time. */
  readonly news: IntervalSet;
  /** True for a table that others see, who would see rows of this environment in it. */
  readonly isForeign: (version: ModelVersion) => boolean;
  /** True for a table that production shows, and whose inputs hold other data here. */
  readonly isOfOtherData: (version: ModelVersion) => boolean;
  /** The environment reads another content of a seed than production publishes. */
  readonly readsOtherData: boolean;
  /** Why it is brought up to date although nothing changed; undefined where nothing says so. */
  readonly staleness: PlanReason | undefined;
  /** Its rows follow from `$now`. */
  readonly readsNow: boolean;
  /** It begins anew. */
  readonly rebuild: boolean;
  /** The query or the options of the published version give other rows. */
  readonly isOwnEdit: boolean;
  /** An edit keeps the rows there are, as `forward_only` of the kind says. */
  readonly forwardOnly: boolean;
}

/** The part of a plan's node that is special to kept tables. */
export interface KeptPlan {
  readonly reason: PlanReason;
  readonly version?: ModelVersion | undefined;
  /** A new table is made, from nothing or as a copy. */
  readonly isNew: boolean;
  /** Own relation of before that is marked as being restated first. */
  readonly restates?: string | undefined;
  readonly update: PlanUpdate;
}

/** A table whose columns the model does not allow to become those of its query. */
export interface RefusedTable {
  readonly refused: Diagnostic;
}

/** Decides what a kept table needs: a new table, a copy of the one before with other columns, rows, or nothing. */
export function planKept(input: KeptInput): KeptPlan | RefusedTable {
  const { state, own } = input;
  const known = own && input.exists(own.physical) ? own : undefined;
  const base = baseVersion(input);
  const inPlace = startingPoint(input, known, base);
  if ("refused" in inPlace) return inPlace;
  const computed = inPlace.from ? (state.intervals.get(inPlace.from.physical) ?? []) : [];
  const work = workFor(input, inPlace, computed);
  const reason = reasonFor(input, { own, known, base, start: inPlace, work });
  const start = (reason === "unchanged" ? undefined : apart(inPlace, input)) ?? inPlace;
  if ("refused" in start) return start;
  const revision = (known?.revision ?? 0) + 1;
  const allRows = areAllRowsRestated(input, start);
  const copyOnly = isCopyOnly(input, start, base);
  const destructive = [...(start.copy?.destructive ?? []), ...lossesOf(input, start, base)];
  const isRestated = allRows || (work?.restated.length ?? 0) > 0;
  return {
    reason,
    version: own,
    isNew: start.isNew,
    // A table that an edit is copied from may be another environment's: what is not there yet has no mark.
    ...(isRestated &&
      known &&
      inPlace === start &&
      start.from === known && { restates: known.physical }),
    update: {
      revision: reason === "unchanged" ? (known?.revision ?? 0) : revision,
      ...start.copy,
      ...(start.isNew &&
        input.readsOtherData && {
          origin: originOf(start.copy?.origin, input.project.environment),
        }),
      ...(destructive.length > 0 && { destructive }),
      ...(allRows && { allRows }),
      ...(copyOnly && { copyOnly }),
      ...(input.readsNow && { readsNow: true }),
      done: toPlanIntervals(work?.done ?? computed),
      ...(work && {
        intervals: toPlanIntervals(work.missing),
        batches: work.batches,
        grain: work.grain,
        grains: work.grains,
        ...(work.zone !== undefined && { zone: work.zone }),
        partial: work.partial,
        ...(work.restated.length > 0 && { restated: toPlanIntervals(work.restated) }),
        ...comparisonOf(start, work.done, input),
      }),
    },
  };
}

/** Inputs by time that the build compares, and time in which they are known to have changed. */
function comparisonOf(
  { from, isNew }: StartingPoint,
  done: IntervalSet,
  input: KeptInput,
): Pick<PlanUpdate, "inputs" | "late"> {
  const { timeInputs, isOfOtherData } = input;
  const compared = comparedInputs(timeInputs, from?.comparedInputs);
  // What is recorded of a table is true in every environment that shows it.
  const isComparable = done.length > 0 && from !== undefined && (isNew || !isOfOtherData(from));
  const inputs = isComparable ? compared : compared.map((one) => ({ ...one, changed: false }));
  const late = lateInputs(from?.lateInputs, { ...input, done });
  return { ...(inputs.length > 0 && { inputs }), ...(late.length > 0 && { late }) };
}

/** The version readers of the environment see, or those of production: what an edit that keeps rows goes on from. */
function baseVersion({ state, model, exists }: KeptInput): ModelVersion | undefined {
  const shown = shownVersion(state, model.name);
  return shown?.relation === "table" && exists(shown.physical) ? shown : undefined;
}

interface StartingPoint {
  readonly isNew: boolean;
  /** Version whose rows and computed time the table has or begins with. */
  readonly from?: ModelVersion | undefined;
  readonly copy?: Partial<PlanUpdate> | undefined;
  readonly columnsChanged?: boolean;
  /** A query above was edited: all rows that the inputs give are computed again, on the rows there are. */
  readonly recomputes?: boolean;
}

function startingPoint(
  input: KeptInput,
  known: ModelVersion | undefined,
  base: ModelVersion | undefined,
): StartingPoint | RefusedTable {
  const { kind } = input;
  const isSnapshot = kind.type === "snapshot";
  if (input.rebuild && !isSnapshot) return { isNew: true };
  if (base && isOtherVersion(base, known, input) && !isCopied(known, base)) {
    const origin = keptContent(base.physical, base.revision);
    if (goesForward(input)) return copyOf(base, origin, input);
    if (!input.isOwnEdit) {
      const copied = copyOf(base, origin, input);
      return "refused" in copied ? copied : { ...copied, recomputes: true };
    }
  }
  if (!known) return { isNew: true };
  const before = input.texts.get(known.physical)?.columns;
  if (!before || evolved(known, before, input).kind === "same")
    return { isNew: false, from: known };
  const copied = ownCopyOf(known, input);
  return "refused" in copied ? copied : { ...copied, columnsChanged: true };
}

/** True where readers see another version than the model's own, and not only another environment's table of it. */
function isOtherVersion(
  base: ModelVersion,
  known: ModelVersion | undefined,
  { fingerprint }: KeptInput,
): boolean {
  return base.physical !== known?.physical && base.fingerprint !== fingerprint.data;
}

/** True for a model whose own edits keep the rows there are, and count from now on. */
function goesForward({ kind, forwardOnly }: KeptInput): boolean {
  if (kind.type === "snapshot" || kind.type === "append") return true;
  return forwardOnly || kind.forward_only === true;
}

/** True for a copy that was made of a table, here or in another environment, which has not moved on since. */
function isCopied(copy: ModelVersion | undefined, base: ModelVersion): boolean {
  return copiedContent(copy?.origin) === keptContent(base.physical, base.revision);
}

/** An append without a time cannot tell rows that it has from others: an edit of queries alone adds none. */
function isCopyOnly(
  { kind, areRowsRead, staleness }: KeptInput,
  { copy, from }: StartingPoint,
  base: ModelVersion | undefined,
): boolean {
  const isCopy =
    copy?.copies !== undefined && copy.apart !== true && from?.physical === base?.physical;
  return isCopy && kind.type === "append" && !kind.time && areRowsRead && staleness === undefined;
}

function lossesOf(
  input: KeptInput,
  start: StartingPoint,
  base: ModelVersion | undefined,
): readonly string[] {
  if (!base) return [];
  const isAnew = start.isNew && start.from === undefined;
  const isReplaced = isOtherVersion(base, start.from, input) && !isCopied(start.from, base);
  const { type } = input.kind;
  const rows = input.rows?.get(base.physical);
  if (isAnew) return [lossText("begins anew", { type, rows })];
  if (isReplaced) return [lossText("is replaced by another version", { type, rows })];
  const isByTime = type === "incremental_by_time";
  return start.recomputes === true && isByTime
    ? [lossText("computes its time again", { type, rows })]
    : [];
}

/** A copy to go on with, where others would see rows in the table itself that are not theirs. */
function apart(
  { from, isNew }: StartingPoint,
  input: KeptInput,
): StartingPoint | RefusedTable | undefined {
  if (isNew || !from || !input.isForeign(from)) return undefined;
  const copied = ownCopyOf(from, input);
  return "refused" in copied ? copied : { ...copied, copy: { ...copied.copy, apart: true } };
}

/** A copy that the environment goes on with: after it was interrupted too. */
function ownCopyOf(version: ModelVersion, input: KeptInput): StartingPoint | RefusedTable {
  return copyOf(version, apartContent(version, input.project.environment), input);
}

function copyOf(
  base: ModelVersion,
  origin: string | undefined,
  input: KeptInput,
): StartingPoint | RefusedTable {
  const before = input.texts.get(base.physical)?.columns ?? input.columns;
  const evolution = evolved(base, before, input);
  if (evolution.kind === "refused") return { refused: evolution.diagnostic };
  if (evolution.kind === "rebuild") return { isNew: true };
  const copies = { copies: base.physical, origin };
  if (evolution.kind === "same")
    return { isNew: true, from: base, copy: { ...copies, columns: before } };
  const { select, columns, casts, added, destructive } = evolution;
  return {
    isNew: true,
    from: base,
    copy: { ...copies, select, columns, casts, added, destructive },
  };
}

function evolved(
  { physical }: ModelVersion,
  before: readonly ColumnInfo[],
  input: KeptInput,
): Evolution {
  return evolveColumns(before, input, input.values?.get(physical));
}

/** A table that is merged by key has no time to be computed again: all of its query's rows are. */
function areAllRowsRestated(
  { kind, model, restate }: KeptInput,
  { from, recomputes }: StartingPoint,
): boolean {
  if (kind.type !== "incremental_by_key" || !from) return false;
  return recomputes === true || from.restating === true || restate?.has(model.name) === true;
}

function workFor(input: KeptInput, { recomputes, from }: StartingPoint, computed: IntervalSet) {
  const { model, kind } = input;
  return kind.type === "incremental_by_time"
    ? intervalWork(model, kind, {
        ...input,
        computed,
        outdated: recomputes === true ? computed : computedWithout(input.news, model, computed),
        late: kind.on_late_input === "recompute" ? lateTime(from?.lateInputs) : [],
      })
    : undefined;
}

/** True for a table that computes time again by itself, and whose inputs may have changed. */
function takesLateInput(input: KeptInput, start: StartingPoint, done: IntervalSet): boolean {
  const { kind, restate } = input;
  if (kind.type !== "incremental_by_time" || kind.on_late_input !== "recompute") return false;
  return restate === undefined && comparesInputs(comparisonOf(start, done, input));
}

function reasonFor(
  input: KeptInput,
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
  if (areAllRowsRestated(input, start))
    return input.restate?.has(input.model.name) === true ? "restated" : "restatement unfinished";
  if (known?.inputs !== input.inputs) return "parent changed";
  if (input.rebuild) return "forced";
  return input.staleness ?? "unchanged";
}
