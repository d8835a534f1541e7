import { kindOf } from "../kinds/all-kinds.js";
import type { ColumnInfo } from "@sluice/sql/text";
import type { Diagnostic } from "../base/errors/sluice-error.js";
import type { Evolution } from "./evolve/evolution.js";
import { publishedVersion } from "../state/published-version.js";
import type { ModelVersion } from "../state/state-store.js";
import { isolatedCopyOf, copiedDataVersion, tableDataVersion } from "./data-version.js";
import { evolveColumns } from "./evolve-columns.js";
import type { IncrementalInput } from "./incremental-input.js";
import type { PlanCopy } from "./planned-node.js";

/** A table whose columns the model does not allow to become those of its query. */
export interface RefusedTable {
  readonly refused: Diagnostic;
}

/** The version readers of the environment see, or those of production: what an edit that keeps rows goes on from. */
export function baseVersion({ state, model, exists }: IncrementalInput): ModelVersion | undefined {
  const published = publishedVersion(state, model.name);
  return published?.relation === "table" && exists(published.physical) ? published : undefined;
}

/** The table that a build goes on with. */
export interface StartingPoint {
  readonly isNew: boolean;
  /** Version whose rows and computed time the table has or begins with. */
  readonly from?: ModelVersion | undefined;
  /** The copy that a new table begins as. */
  readonly copy?: PlanCopy | undefined;
  /** Origin of the copied rows, with its revision. */
  readonly origin?: string | undefined;
  /** Losses of the copy, for people. */
  readonly destructive?: readonly string[] | undefined;
  readonly columnsChanged?: boolean;
  /** A query above was edited: all rows that the inputs give are computed again, on the rows there are. */
  readonly recomputes?: boolean;
}

/** The table that the kind, the edits and the columns of a model let it go on with. */
export function startingPoint(
  input: IncrementalInput,
  known: ModelVersion | undefined,
  base: ModelVersion | undefined,
): StartingPoint | RefusedTable {
  const { kind } = input;
  if (input.rebuild && !kindOf(kind).keepsHistory) return { isNew: true };
  if (base && isOtherVersion(base, known, input) && !isCopied(known, base)) {
    const origin = tableDataVersion(base.physical, base.revision);
    if (goesForward(input)) return forwardCopyOf(base, origin, input);
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
export function isOtherVersion(
  base: ModelVersion,
  known: ModelVersion | undefined,
  { fingerprint }: IncrementalInput,
): boolean {
  return base.physical !== known?.physical && base.fingerprint !== fingerprint.data;
}

/** True for a model whose own edits keep the rows there are, and count from now on. */
function goesForward({ kind, forwardOnly }: IncrementalInput): boolean {
  return forwardOnly || kindOf(kind).evolving(kind)?.keepsRows === true;
}

/** True for a copy that was made of a table, here or in another environment, which has not moved on since. */
export function isCopied(copy: ModelVersion | undefined, base: ModelVersion): boolean {
  return copiedDataVersion(copy?.origin) === tableDataVersion(base.physical, base.revision);
}

/** A copy to go on with, where others would see rows in the table itself that are not theirs. */
export function isolatedCopy(
  { from, isNew }: StartingPoint,
  input: IncrementalInput,
): StartingPoint | RefusedTable | undefined {
  if (isNew || !from || !input.isForeign(from)) return undefined;
  const copied = ownCopyOf(from, input);
  return withCopy(copied, { isIsolated: true });
}

/** A copy that the environment goes on with: after it was interrupted too. */
function ownCopyOf(version: ModelVersion, input: IncrementalInput): StartingPoint | RefusedTable {
  return copyOf(version, isolatedCopyOf(version, input.project.environment), input);
}

function forwardCopyOf(
  base: ModelVersion,
  origin: string,
  input: IncrementalInput,
): StartingPoint | RefusedTable {
  return withCopy(copyOf(base, origin, input), { forward: true });
}

/** Says more of the copy, where there is one. */
function withCopy(
  start: StartingPoint | RefusedTable,
  more: Pick<PlanCopy, "isIsolated" | "forward">,
): StartingPoint | RefusedTable {
  if ("refused" in start || !start.copy) return start;
  return { ...start, copy: { ...start.copy, ...more } };
}

function copyOf(
  base: ModelVersion,
  origin: string | undefined,
  input: IncrementalInput,
): StartingPoint | RefusedTable {
  const before = input.texts.get(base.physical)?.columns ?? input.columns;
  const evolution = evolved(base, before, input);
  if (evolution.kind === "refused") return { refused: evolution.diagnostic };
  if (evolution.kind === "rebuild") return { isNew: true };
  const { physical } = base;
  const made = { isNew: true, from: base, origin };
  if (evolution.kind === "same") return { ...made, copy: { from: physical, columns: before } };
  const { select, columns, casts, added, destructive } = evolution;
  return { ...made, destructive, copy: { from: physical, select, columns, casts, added } };
}

function evolved(
  { physical }: ModelVersion,
  before: readonly ColumnInfo[],
  input: IncrementalInput,
): Evolution {
  return evolveColumns(before, input, input.values?.get(physical));
}
