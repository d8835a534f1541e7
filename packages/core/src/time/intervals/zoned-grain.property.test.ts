import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { naiveCells, naiveDays, type NaiveCell } from "../../../test/naive-dates.js";
import {
  countGrains,
  grainCeiling,
  grainOf,
  grainStart,
  shiftGrains,
  type Grain,
} from "./grain.js";
import { intervalSet, union, type IntervalSet } from "./interval-set.js";
import {
  alignIntervals,
  batches,
  countBatches,
  countCells,
  expectedIntervals,
  missingIntervals,
} from "./plan-intervals.js";

const minuteMs = 60_000;

/** Stretches of time in which the clocks of a zone do something, and how closely its calendar must be looked at. */
const stretches: readonly (readonly [zone: string, from: string, to: string, minutes?: number])[] =
  [
    ["Europe/Berlin", "2023-12-01", "2024-12-15"],
    ["America/New_York", "2024-01-01", "2024-06-15"],
    ["Australia/Lord_Howe", "2024-01-01", "2024-12-15"],
    ["Pacific/Apia", "2011-09-15", "2012-04-15"],
    ["Pacific/Kwajalein", "1993-06-15", "1993-11-15"],
    ["America/Sao_Paulo", "2017-08-01", "2018-04-15"],
    ["Africa/Cairo", "2014-03-01", "2014-11-15"],
    ["Asia/Beirut", "2024-01-15", "2024-12-01"],
    ["Africa/Casablanca", "2024-01-15", "2024-06-15"],
    ["America/St_Johns", "2010-10-01", "2010-12-15", 1],
    ["Asia/Kathmandu", "1985-11-01", "1986-03-15"],
  ];
const units = ["day", "week", "month"] as const;

interface World {
  readonly zone: string;
  readonly grain: Grain;
  /** What there is of the grain in the stretch, found by looking at the calendar. */
  readonly cells: readonly NaiveCell[];
}

const worlds: fc.Arbitrary<World> = fc
  .record({ stretch: fc.constantFrom(...stretches), unit: fc.constantFrom(...units) })
  .filter(({ stretch, unit }) => naiveCells(daysOf(stretch), unit).length >= 2)
  .map(({ stretch, unit }) => ({
    zone: stretch[0],
    grain: grainOf({ grain: unit, time_zone: stretch[0] }),
    cells: naiveCells(daysOf(stretch), unit),
  }));

function daysOf([zone, from, to, minutes]: (typeof stretches)[number]) {
  return naiveDays(zone, [from, to], minutes);
}

interface Case extends World {
  /** Numbers of cells. */
  readonly first: number;
  readonly over: number;
  readonly cut: {
    readonly grain: Grain;
    readonly start: number;
    readonly now: number;
    readonly lookback: number;
    readonly allowPartials: boolean;
  };
  readonly done: IntervalSet;
}

/** A model that starts within one cell, asked within another, or at its very start. */
const cases: fc.Arbitrary<Case> = worlds
  .chain((world) => {
    const cell = fc.nat(world.cells.length - 1);
    const into = fc.oneof(fc.constant(0), fc.double({ min: 0, max: 0.999, noNaN: true }));
    return fc.record({
      world: fc.constant(world),
      bounds: fc.tuple(cell, cell),
      into: fc.tuple(into, into),
      doneAt: fc.array(fc.tuple(cell, fc.integer({ min: 1, max: 20 })), { maxLength: 6 }),
      lookback: fc.nat(4),
      allowPartials: fc.boolean(),
    });
  })
  .map(({ world, bounds, into, doneAt, lookback, allowPartials }) => {
    const [first = 0, over = 0] = [...bounds].sort((a, b) => a - b);
    const { cells, grain } = world;
    const within = (at: number, part: number) => {
      const { start, end } = cells[at] ?? { start: 0, end: 0 };
      return start + Math.floor((end - start) * part);
    };
    const done = doneAt.flatMap(([from, count]) => cells.slice(from, from + count));
    return {
      ...world,
      first,
      over,
      cut: {
        grain,
        start: within(first, into[0]),
        now: within(over, into[1]),
        lookback,
        allowPartials,
      },
      done: intervalSet(done),
    };
  });

/** Cell by cell, from the words of the specification. */
function naiveMissing({ cells, first, over, cut, done }: Case): IntervalSet {
  const last = cells[over];
  const partial = cut.allowPartials && last && cut.now > last.start ? over + 1 : over;
  const clipped = (cell: NaiveCell) => ({ ...cell, end: Math.min(cell.end, cut.now) });
  const expected = cells.slice(first, partial).map(clipped);
  const computed = new Set<number>();
  expected.forEach((cell, i) => {
    if (done.some((range) => range.start <= cell.start && cell.end <= range.end)) return;
    for (let back = 0; back <= cut.lookback && back <= i; back += 1) computed.add(i - back);
  });
  return intervalSet([...computed].flatMap((i) => expected[i] ?? []));
}

describe("grains of a zone", () => {
  it("are those a calendar on the wall shows, one after the other", () => {
    fc.assert(
      fc.property(worlds, fc.nat(), fc.nat(), fc.nat(), ({ grain, cells }, from, to, into) => {
        const [i, j] = [from % cells.length, to % cells.length];
        const [a, b] = [cells[i], cells[j]];
        if (!a || !b) throw new Error("no cell");
        for (const at of [a.start, a.end - 1, a.start + (into % (a.end - a.start))])
          expect(grainStart(grain, at)).toBe(a.start);
        expect(grainCeiling(grain, a.start)).toBe(a.start);
        expect(grainCeiling(grain, a.start + 1)).toBe(a.end);
        expect(shiftGrains(grain, a.start, j - i)).toBe(b.start);
        expect(countGrains(grain, a.start, b.start)).toBe(j - i);
      }),
      { numRuns: 1000 },
    );
  });

  it("that are missing are computed with the lookback before each, no others", () => {
    fc.assert(
      fc.property(cases, (one) => {
        expect(missingIntervals(one.cut, one.done)).toEqual(naiveMissing(one));
      }),
      { numRuns: 2000 },
    );
  });

  it("are none once they are done", () => {
    fc.assert(
      fc.property(cases, ({ cut, done }) => {
        const after = union(done, missingIntervals(cut, done));
        expect(missingIntervals(cut, after)).toEqual([]);
        expect(missingIntervals(cut, union(after, expectedIntervals(cut)))).toEqual([]);
      }),
    );
  });

  it("are batched and counted by what they are, not by how long they last", () => {
    fc.assert(
      fc.property(cases, fc.integer({ min: 1, max: 9 }), (one, size) => {
        const { grain, cells } = one;
        const ranges = missingIntervals(one.cut, one.done);
        const expected = ranges.flatMap((range) => {
          const within = cells
            .filter((cell) => range.start <= cell.start && cell.start < range.end)
            .map((cell) => ({ ...cell, end: Math.min(cell.end, range.end) }));
          return chunks(within, size);
        });
        expect(batches(ranges, grain, size)).toEqual(
          expected.map((chunk) => ({ start: chunk[0]?.start, end: chunk.at(-1)?.end })),
        );
        expect(countBatches(ranges, grain, size)).toBe(expected.length);
        expect(countCells(ranges, grain)).toBe(expected.flat().length);
      }),
      { numRuns: 1000 },
    );
  });

  it("that a restatement touches are computed whole, and no others", () => {
    fc.assert(
      fc.property(
        worlds,
        fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 4000 })), { maxLength: 3 }),
        ({ grain, cells }, drawn) => {
          const [first, last] = [cells[0], cells.at(-1)];
          if (!first || !last) throw new Error("no cell");
          const minutes = (last.end - first.start) / minuteMs;
          const ranges = drawn.map(([from, length]) => {
            const start = first.start + (from % minutes) * minuteMs;
            return { start, end: Math.min(start + length * minuteMs, last.end) };
          });
          const touched = cells.filter((cell) =>
            ranges.some(({ start, end }) => start < cell.end && cell.start < end),
          );
          expect(alignIntervals(intervalSet(ranges), grain)).toEqual(intervalSet(touched));
        },
      ),
      { numRuns: 1000 },
    );
  });

  it("of years begin on the first of January of the zone", () => {
    const grain = grainOf({ grain: "year", time_zone: "Pacific/Apia" });
    const [start, next] = ["2011-01-01T10:00Z", "2011-12-31T10:00Z"].map(Date.parse);
    expect(grainStart(grain, Date.parse("2011-07-01"))).toBe(start);
    expect(shiftGrains(grain, start ?? 0, 1)).toBe(next);
  });

  it("cost the same however many there are", () => {
    const grain = grainOf({ time_zone: "Europe/Berlin" });
    const cut = {
      grain,
      start: Date.parse("2014-12-31T23:00Z"),
      now: Date.parse("2026-10-31T23:00Z"),
    };
    const missing = missingIntervals(cut, []);
    expect(missing).toEqual([{ start: cut.start, end: cut.now }]);
    expect(countBatches(missing, grain, 7)).toBe(Math.ceil(4322 / 7));
  });
});

function chunks<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  return items.length === 0 ? [] : [items.slice(0, size), ...chunks(items.slice(size), size)];
}
