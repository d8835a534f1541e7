import { countGrains, grainCeiling, grainStart, shiftGrains, type Grain } from "./grain.js";
import {
  intersect,
  intervalSet,
  subtract,
  type Interval,
  type IntervalSet,
} from "./interval-set.js";

/** How a model's time is cut into work. Instants in milliseconds. */
export interface TimeCut {
  readonly grain: Grain;
  /** First instant that has data. */
  readonly start: number;
  /** After the last instant that has data; open when undefined. */
  readonly end?: number | undefined;
  /** The run's `$now`. */
  readonly now: number;
  /** Grains before each computed one that are computed again. @default 0 */
  readonly lookback?: number | undefined;
  /** Also compute the grain that is not over yet. @default false */
  readonly allowPartials?: boolean | undefined;
}

/** All of time a model should have by now: from the grain of `start` to the last grain that is over. */
export function expectedIntervals(cut: TimeCut): IntervalSet {
  const { grain, now, end: last = Infinity } = cut;
  const whole = Math.min(grainStart(grain, now), last < now ? grainCeiling(grain, last) : Infinity);
  const end = cut.allowPartials ? Math.max(whole, Math.min(now, last)) : whole;
  return intervalSet([{ start: grainStart(grain, cut.start), end }]);
}

/** The grains that ranges touch, as far as the model should have them by now. */
export function expectedGrains(cut: TimeCut, ranges: IntervalSet): IntervalSet {
  return intersect(alignIntervals(ranges, cut.grain), expectedIntervals(cut));
}

/**
 * What to compute: whole grains that are expected and not done, and the `lookback` grains before each of them. Done
 * parts of a grain do not count: a grain is computed whole.
 */
export function missingIntervals(cut: TimeCut, done: IntervalSet): IntervalSet {
  const { grain, lookback = 0 } = cut;
  const expected = expectedIntervals(cut);
  const gaps = subtract(expected, done).map(({ start, end }) => ({
    start: shiftGrains(grain, start, -lookback),
    end: grainCeiling(grain, end),
  }));
  return intersect(intervalSet(gaps), expected);
}

/** Cuts ranges into consecutive parts of at most `size` grains, in ascending order. Ranges are aligned but for a partial end. */
export function batches(ranges: IntervalSet, grain: Grain, size = Infinity): readonly Interval[] {
  return ranges.flatMap((range) => {
    if (countGrains(grain, range.start, range.end) < size) return [range];
    const parts: Interval[] = [];
    for (let { start } = range; start < range.end;) {
      const end = Math.min(shiftGrains(grain, start, size), range.end);
      parts.push({ start, end });
      start = end;
    }
    return parts;
  });
}

/** How many parts `batches` gives, without making them: there may be a million. */
export function countBatches(ranges: IntervalSet, grain: Grain, size = Infinity): number {
  return ranges.reduce(
    (sum, range) => sum + Math.max(1, Math.ceil(cellsIn(range, grain) / size)),
    0,
  );
}

/** How many grains begin in ranges; the last of each may be one that is not over. */
export function countCells(ranges: IntervalSet, grain: Grain): number {
  return ranges.reduce((sum, range) => sum + cellsIn(range, grain), 0);
}

function cellsIn({ start, end }: Interval, grain: Grain): number {
  const whole = countGrains(grain, start, end);
  return shiftGrains(grain, start, whole) < end ? whole + 1 : whole;
}

/** The ranges widened to whole grains: what a restatement marks in a model of another grain. */
export function alignIntervals(ranges: IntervalSet, grain: Grain): IntervalSet {
  return intervalSet(
    ranges.map(({ start, end }) => ({
      start: grainStart(grain, start),
      end: grainCeiling(grain, end),
    })),
  );
}
