import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clockChanges, naiveText, naiveTicks, type NaiveCron } from "../../../test/naive-cron.js";
import { dueTicks, type DueQuery } from "./due-ticks.js";
import { countTicks, nextTick, previousTick, ticksBetween } from "./ticks.js";
import type { CatchUp } from "./cron-spec.js";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** Changes of an hour, half an hour and two, at night, at midnight and before it, in both hemispheres, and none. */
const zoneNames = [
  "UTC",
  "Europe/Berlin",
  "America/New_York",
  "America/St_Johns",
  "America/Nuuk",
  "America/Havana",
  "Africa/Cairo",
  "Africa/Casablanca",
  "Asia/Beirut",
  "Asia/Kathmandu",
  "Australia/Lord_Howe",
  "Antarctica/Troll",
];

const changes = new Map(
  zoneNames.map((zone) => [zone, clockChanges(zone, Date.UTC(2024, 0), Date.UTC(2025, 0))]),
);

const special = [
  Date.UTC(2024, 1, 29),
  Date.UTC(2024, 11, 31),
  Date.UTC(2023, 1, 28),
  Date.UTC(2100, 1, 28),
];

/** Where clocks change, years end and leap days lie; and anywhere. */
function starts(zone: string): fc.Arbitrary<number> {
  const places = [...(changes.get(zone) ?? []), ...special];
  const near = fc.tuple(fc.constantFrom(...places), fc.integer({ min: -30 * 60, max: 60 }));
  return fc.oneof(
    { arbitrary: near.map(([at, minutes]) => at + minutes * minuteMs), weight: 4 },
    { arbitrary: fc.integer({ min: 0, max: Date.UTC(2037, 0) }), weight: 1 },
  );
}

function some(min: number, max: number, most: number): fc.Arbitrary<ReadonlySet<number>> {
  return fc
    .uniqueArray(fc.integer({ min, max }), { minLength: 1, maxLength: most })
    .map((values) => new Set(values));
}

const every = (step: number, end: number) =>
  new Set(Array.from({ length: Math.ceil(end / step) }, (_, i) => i * step));

const minutes = fc.oneof(
  some(0, 59, 4),
  fc.constantFrom(1, 5, 7, 15, 43).map((step) => every(step, 60)),
);
/** Hours at which clocks change come often. */
const hours = fc.oneof(
  some(0, 23, 3),
  fc.uniqueArray(fc.constantFrom(0, 1, 2, 3, 23), { minLength: 1 }).map((list) => new Set(list)),
  fc.constantFrom(1, 2, 6).map((step) => every(step, 24)),
);
const optional = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.option(arbitrary, { nil: undefined, freq: 1 });

interface Case {
  readonly naive: NaiveCron;
  readonly cron: { readonly expression: string; readonly zone: string };
  readonly start: number;
}

const cases: fc.Arbitrary<Case> = fc.constantFrom(...zoneNames).chain((zone) =>
  fc
    .record({
      minutes,
      hours,
      daysOfMonth: optional(some(1, 28, 9)),
      months: optional(some(1, 12, 11)),
      daysOfWeek: optional(some(0, 6, 6)),
      start: starts(zone),
    })
    .map(({ start, ...fields }) => {
      const naive = { ...fields, zone };
      return { naive, cron: { expression: naiveText(naive), zone }, start };
    }),
);

const times = (dates: readonly Date[]) => dates.map((date) => date.getTime());

describe("ticks", () => {
  it("are those of the naive model, minute by minute", () => {
    fc.assert(
      fc.property(cases, fc.integer({ min: 1, max: 2 * 1440 }), ({ naive, cron, start }, span) => {
        const end = start + span * minuteMs;
        const expected = naiveTicks(naive, start + 1, end);
        const [from, to] = [new Date(start), new Date(end)];
        expect(times(ticksBetween(cron, from, to))).toEqual(expected);
        expect(countTicks(cron, from, to)).toBe(expected.length);
        const next = nextTick(cron, from).getTime();
        expect(next <= end ? next : undefined).toBe(expected[0]);
        const last = previousTick(cron, to).getTime();
        expect(last > start ? last : undefined).toBe(expected.at(-1));
      }),
      { numRuns: 200 },
    );
  });

  it("split time: each instant lies between the tick before it, itself included, and the next", () => {
    fc.assert(
      fc.property(cases, fc.integer({ min: -1e12, max: 4e12 }), ({ cron }, at) => {
        const [previous, next] = [previousTick(cron, new Date(at)), nextTick(cron, new Date(at))];
        expect(previous.getTime()).toBeLessThanOrEqual(at);
        expect(next.getTime()).toBeGreaterThan(at);
        expect(nextTick(cron, previous)).toEqual(next);
        expect(previousTick(cron, new Date(next.getTime() - 1))).toEqual(previous);
        expect(previousTick(cron, next)).toEqual(next);
        expect(countTicks(cron, previous, next)).toBe(1);
      }),
      { numRuns: 500 },
    );
  });

  it("are counted over years as they are listed", () => {
    fc.assert(
      fc.property(cases, fc.integer({ min: 1, max: 1200 }), ({ cron, start }, days) => {
        fc.pre(!cron.expression.startsWith("*"));
        const [from, to] = [new Date(start), new Date(start + days * dayMs)];
        expect(countTicks(cron, from, to)).toBe(ticksBetween(cron, from, to).length);
      }),
      { numRuns: 60 },
    );
  });
});

/** Calls at a steady pace, some of them lost: a machine that was off. */
const calls = fc
  .record({
    pace: fc.constantFrom(1, 1, 7, 60, 61, 360, 1440),
    count: fc.integer({ min: 1, max: 120 }),
    outages: fc.array(fc.tuple(fc.nat(120), fc.integer({ min: 1, max: 60 })), { maxLength: 3 }),
    late: fc.integer({ min: 0, max: 59_999 }),
  })
  .map(({ pace, count, outages, late }) => {
    const limited = Math.min(count, Math.ceil((3 * 1440) / pace));
    return Array.from({ length: limited }, (_, i) => i)
      .filter((i) => !outages.some(([from, length]) => i >= from && i < from + length))
      .map((i) => i * pace * minuteMs + late);
  })
  .filter((offsets) => offsets.length > 0);

/** Calls as a runner does: each remembers the tick it ran for. */
function simulate(
  query: Omit<DueQuery, "now" | "last">,
  { at, since }: { readonly at: readonly number[]; readonly since: Date },
) {
  let last = since;
  return at.map((now) => {
    const answer = dueTicks({ ...query, last, now: new Date(now) });
    expect(dueTicks({ ...query, last, now: new Date(now) })).toEqual(answer);
    const before = last.getTime();
    if (answer.tick) last = answer.tick;
    if (answer.due) expect(dueTicks({ ...query, last, now: new Date(now) }).due).toBe(false);
    return { now, before, ...answer, ran: times(answer.ticks) };
  });
}

function simulated(catchUp: CatchUp, check: (told: Told) => void): void {
  fc.assert(
    fc.property(
      cases,
      calls,
      fc.integer({ min: 1, max: 240 }),
      ({ naive, cron, start }, offsets, lateMinutes) => {
        const at = offsets.map((offset) => start + offset);
        const since = new Date(start - 1);
        const ticks = naiveTicks(naive, start, at.at(-1) ?? start);
        const lateMs = lateMinutes * minuteMs;
        const answers = simulate({ cron: { ...cron, catchUp }, lateMs }, { at, since });
        const ran = answers.flatMap((answer) => answer.ran);
        for (const { now, ran: now_ran } of answers)
          for (const tick of now_ran) expect(tick).toBeLessThanOrEqual(now);
        expect(ran).toEqual([...new Set(ran)].sort((a, b) => a - b));
        check({ ticks, answers, ran, lateMs });
      },
    ),
    { numRuns: 90 },
  );
}

interface Told {
  readonly ticks: readonly number[];
  readonly answers: ReturnType<typeof simulate>;
  readonly ran: readonly number[];
  readonly lateMs: number;
}

describe("a runner that calls now and then", () => {
  it("runs every tick exactly once with catch-up all", () => {
    simulated("all", ({ ticks, answers, ran }) => {
      expect(ran).toEqual(ticks);
      for (const { due, tick, ran: batch, missed } of answers) {
        expect(due).toBe(batch.length > 0);
        expect(tick?.getTime()).toBe(batch.at(-1));
        expect(missed).toBe(0);
      }
    });
  });

  it("runs the latest tick once with catch-up latest, and says how many it passed over", () => {
    simulated("latest", ({ ticks, answers }) => {
      for (const { now, before, due, tick, missed, ran } of answers) {
        const open = ticks.filter((at) => at > before && at <= now);
        expect(due).toBe(open.length > 0);
        expect(tick?.getTime()).toBe(open.at(-1));
        expect(ran).toEqual(open.slice(-1));
        expect(missed).toBe(Math.max(0, open.length - 1));
      }
    });
  });

  it("runs no tick that is noticed too late with catch-up none", () => {
    simulated("none", ({ ticks, answers, lateMs }) => {
      for (const { now, before, due, ran, missed } of answers) {
        const open = ticks.filter((at) => at > before && at <= now);
        const met = open.slice(-1).filter((at) => now - at <= lateMs);
        expect(ran).toEqual(met);
        expect(due).toBe(met.length > 0);
        expect(missed).toBe(open.length - met.length);
      }
    });
  });
});
