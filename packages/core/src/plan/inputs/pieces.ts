import { grainStart, shiftGrains, type Grain } from "../../time/intervals/grain.js";
import { intersect, type Interval, type IntervalSet } from "../../time/intervals/interval-set.js";
import { batches } from "../../time/intervals/plan-intervals.js";
import type { InputHash } from "../../state/input-hash.js";

/** The time that is hashed as one: a day of the zone, whatever the grain, so that another grain has the same hashes. */
export function hashedUnit({ zone }: Grain): Grain {
  return { unit: "day", every: 1, zone };
}

/** How ranges are cut to be hashed. */
export interface HashCut {
  readonly unit: Grain;
  /**
   * A range never spans this instant: the next run computes the time after it again, because of `lookback`, and keeps the
   * time before it.
   */
  readonly horizon: number;
}

/** How the time of a table is cut that is computed until `end`. */
export function hashCut(grain: Grain, end: number, lookback = 0): HashCut {
  return { unit: hashedUnit(grain), horizon: shiftGrains(grain, end, -lookback) };
}

/** Ranges cut where units begin, and at the horizon. */
export function cutIntoUnits(ranges: IntervalSet, { unit, horizon }: HashCut): readonly Interval[] {
  return batches(ranges, unit, 1).flatMap(({ start, end }) =>
    start < horizon && horizon < end
      ? [
          { start, end: horizon },
          { start: horizon, end },
        ]
      : [{ start, end }],
  );
}

/** The unit that holds an instant. */
export function unitAt(unit: Grain, at: number): Interval {
  const start = grainStart(unit, at);
  return { start, end: shiftGrains(unit, start, 1) };
}

/** True where a range has an instant of a set. */
export function touches(range: Interval, set: IntervalSet): boolean {
  return intersect([range], set).length > 0;
}

/** Hashes of neighbouring ranges of a unit as one: the sum of their hashes is the hash of their rows together. */
export function joinedHashes(
  hashes: readonly InputHash[],
  { unit, horizon }: HashCut,
): readonly InputHash[] {
  const result: InputHash[] = [];
  for (const next of [...hashes].sort(byInput)) {
    const last = result.at(-1);
    const isNext =
      last?.end === next.start &&
      next.start !== horizon &&
      unitAt(unit, last.start).end > next.start;
    const sum = isNext ? joinedHash(last, next) : undefined;
    if (sum === undefined) result.push(next);
    else result.splice(-1, 1, sum);
  }
  return result;
}

function byInput(a: InputHash, b: InputHash): number {
  const [one, other] = [a, b].map(({ input, definition }) => JSON.stringify([input, definition]));
  if (one !== undefined && other !== undefined && one !== other) return one < other ? -1 : 1;
  return a.start - b.start;
}

/** Undefined for hashes that cannot be added up. */
function joinedHash(a: InputHash, b: InputHash): InputHash | undefined {
  const isOther = a.input !== b.input || a.definition !== b.definition;
  if (isOther || a.hash === undefined || b.hash === undefined) return undefined;
  const hash = (BigInt(a.hash) + BigInt(b.hash)).toString();
  return { ...a, end: b.end, rows: a.rows + b.rows, hash };
}
