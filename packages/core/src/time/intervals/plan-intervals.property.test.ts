import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { grainStart, parseGrain, shiftGrains, type Grain } from "./grain.js";
import { intervalSet, union, type IntervalSet } from "./interval-set.js";
import {
  alignIntervals,
  batches,
  countBatches,
  countCells,
  expectedIntervals,
  missingIntervals,
} from "./plan-intervals.js";

const grains = fc
  .constantFrom("15 minutes", "hour", "6 hours", "day", "week", "month", "year")
  .map(parseGrain);
const coarseGrains = fc.constantFrom("week", "month", "year").map(parseGrain);
const instant = fc.integer({ min: Date.UTC(1969, 5), max: Date.UTC(2031, 0) });

interface Case {
  readonly grain: Grain;
  readonly start: number;
  readonly now: number;
  readonly end?: number;
  readonly done: IntervalSet;
  readonly lookback: number;
  readonly allowPartials: boolean;
}

/** A model with at most 40 grains, some of them done, perhaps with an end and a partial last grain. */
const cases: fc.Arbitrary<Case> = fc
  .record({
    grain: grains,
    start: instant,
    grainsUntilNow: fc.integer({ min: -2, max: 40 }),
    into: fc.double({ min: 0, max: 0.999, noNaN: true }),
    endAfter: fc.option(fc.integer({ min: 0, max: 45 }), { nil: undefined }),
    doneAt: fc.array(fc.tuple(fc.nat(40), fc.integer({ min: 1, max: 6 })), { maxLength: 5 }),
    lookback: fc.nat(4),
    allowPartials: fc.boolean(),
  })
  .map(({ grain, start, grainsUntilNow, into, endAfter, doneAt, ...rest }) => {
    const first = grainStart(grain, start);
    const at = (n: number) => shiftGrains(grain, first, n);
    const now = Math.floor(
      at(grainsUntilNow) + into * (at(grainsUntilNow + 1) - at(grainsUntilNow)),
    );
    const done = intervalSet(
      doneAt.map(([from, count]) => ({ start: at(from), end: at(from + count) })),
    );
    return {
      grain,
      start,
      now,
      done,
      ...(endAfter === undefined ? {} : { end: at(endAfter) }),
      ...rest,
    };
  });

/** The naive model: cell by cell, from the words of the specification. */
function missingCells({ grain, start, now, end, done, lookback, allowPartials }: Case): number[] {
  const cells: number[] = [];
  for (let at = grainStart(grain, start); at < now; at = shiftGrains(grain, at, 1)) {
    if (end !== undefined && at >= end) break;
    if (shiftGrains(grain, at, 1) <= now || allowPartials) cells.push(at);
  }
  const isDone = (at: number) =>
    done.some(
      (d) => d.start <= at && Math.min(shiftGrains(grain, at, 1), Math.max(now, at + 1)) <= d.end,
    );
  const computed = new Set<number>();
  cells.forEach((at, i) => {
    if (isDone(at)) return;
    for (let back = 0; back <= lookback && i - back >= 0; back += 1)
      computed.add(cells[i - back] ?? 0);
  });
  return [...computed].sort((a, b) => a - b);
}

function cellsOf(set: IntervalSet, grain: Grain): number[] {
  return set.flatMap(({ start, end }) => {
    const cells: number[] = [];
    for (let at = start; at < end; at = shiftGrains(grain, at, 1)) cells.push(at);
    return cells;
  });
}

describe("intervals to compute", () => {
  it("are the missing grains and the lookback before each, no others", () => {
    fc.assert(
      fc.property(cases, (one) => {
        expect(cellsOf(missingIntervals(one, one.done), one.grain)).toEqual(missingCells(one));
      }),
      { numRuns: 2000 },
    );
  });

  it("never reach into the future, and whole grains only unless partials are allowed", () => {
    fc.assert(
      fc.property(cases, (one) => {
        for (const { start, end } of missingIntervals(one, one.done)) {
          expect(end).toBeLessThanOrEqual(one.now);
          expect(start).toBe(grainStart(one.grain, start));
          if (!one.allowPartials) expect(end).toBe(grainStart(one.grain, end));
        }
      }),
    );
  });

  it("are none once they are done", () => {
    fc.assert(
      fc.property(cases, (one) => {
        const after = union(one.done, missingIntervals(one, one.done));
        expect(missingIntervals(one, after)).toEqual([]);
        expect(missingIntervals(one, union(after, expectedIntervals(one)))).toEqual([]);
      }),
    );
  });

  it("are cut into consecutive batches that lose and repeat nothing", () => {
    fc.assert(
      fc.property(cases, fc.integer({ min: 1, max: 9 }), (one, size) => {
        const ranges = missingIntervals(one, one.done);
        const parts = batches(ranges, one.grain, size);
        expect(intervalSet(parts)).toEqual(ranges);
        let last = -Infinity;
        for (const part of parts) {
          expect(part.start).toBeGreaterThanOrEqual(last);
          expect(part.start).toBeLessThan(part.end);
          expect(cellsOf([part], one.grain).length).toBeLessThanOrEqual(size);
          last = part.end;
        }
      }),
    );
  });

  it("are counted as they are cut, also when the last grain is not over", () => {
    fc.assert(
      fc.property(
        cases,
        fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined }),
        (one, size) => {
          const ranges = missingIntervals(one, one.done);
          expect(countBatches(ranges, one.grain, size)).toBe(
            batches(ranges, one.grain, size).length,
          );
          expect(countCells(ranges, one.grain)).toBe(cellsOf(ranges, one.grain).length);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it("of a restatement grow to whole grains and no further", () => {
    fc.assert(
      fc.property(cases, coarseGrains, ({ done }, coarser) => {
        const aligned = alignIntervals(done, coarser);
        expect(union(aligned, done)).toEqual(aligned);
        for (const cell of cellsOf(aligned, coarser)) {
          const end = shiftGrains(coarser, cell, 1);
          expect(done.some((d) => d.start < end && d.end > cell)).toBe(true);
        }
      }),
    );
  });

  it("cost the same however many grains they hold", () => {
    const grain = parseGrain("5 minutes");
    const cut = { grain, start: Date.UTC(2015, 0), now: Date.UTC(2026, 10) };
    const missing = missingIntervals(cut, []);
    expect(missing).toHaveLength(1);
    expect(countBatches(missing, grain, 12)).toBe(103_728);
  });
});
