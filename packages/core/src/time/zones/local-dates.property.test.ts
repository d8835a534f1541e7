import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dayNumber as day, shownDate } from "../../../test/naive-dates.js";
import { dateAt, dateIndex, dateOfIndex, dateStart } from "./local-dates.js";
import { segmentsOfYear, zoneNames } from "./zone.js";

const dayMs = 86_400_000;
const minuteMs = 60_000;

/** Zones whose clocks do what is rare, and all others. */
const zones = fc.oneof(
  fc.constantFrom(
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Pacific/Kwajalein",
    "Pacific/Kiritimati",
    "America/Sao_Paulo",
    "Africa/Cairo",
    "Asia/Beirut",
    "America/Havana",
    "America/St_Johns",
    "Antarctica/Casey",
    "Africa/Casablanca",
    "Asia/Kathmandu",
  ),
  fc.constantFrom(...zoneNames()),
);
/** From 1973 on offsets are whole minutes. */
const years = { min: 1973, max: 2045 };

/** A zone and a date, on every other draw one where the clock is set, or the day before or after. */
const zonesAndDates = zones.chain((zone) => {
  const anywhere = fc.integer({
    min: day(`${String(years.min)}-01-01`),
    max: day(`${String(years.max)}-12-31`),
  });
  const change = fc
    .record({ year: fc.integer(years), which: fc.nat(), by: fc.integer({ min: -1, max: 1 }) })
    .map(({ year, which, by }) => {
      const segments = segmentsOfYear(zone, year);
      const { start, offset } = segments[which % segments.length] ?? { start: 0, offset: 0 };
      return Math.floor((start + offset) / dayMs) + by;
    });
  return fc.tuple(fc.constant(zone), fc.oneof(anywhere, change));
});

/** Minute by minute over four days: the first from which on no earlier date is shown. */
function naiveStart(zone: string, date: number): number {
  const from = (date - 2) * dayMs;
  let start = from;
  for (let at = from; at < from + 4 * dayMs; at += minuteMs)
    if (shownDate(zone, at) < date) start = at + minuteMs;
  return start;
}

describe("dates of a zone", () => {
  it("begin where the calendar on the wall turns for good", () => {
    fc.assert(
      fc.property(zonesAndDates, ([zone, date]) => {
        expect(dateStart(zone, date)).toBe(naiveStart(zone, date));
      }),
      { numRuns: 100 },
    );
  });

  it.each([
    // 23 and 25 hours.
    ["Europe/Berlin", "2024-03-31", "2024-03-30T23:00Z", 23],
    ["Europe/Berlin", "2024-10-27", "2024-10-26T22:00Z", 25],
    ["Australia/Lord_Howe", "2024-04-07", "2024-04-06T13:00Z", 24.5],
    ["Australia/Lord_Howe", "2024-10-06", "2024-10-05T13:30Z", 23.5],
    // No midnight.
    ["America/Sao_Paulo", "2017-10-15", "2017-10-15T03:00Z", 23],
    ["Africa/Cairo", "2014-05-16", "2014-05-15T22:00Z", 23],
    ["Asia/Beirut", "2024-03-31", "2024-03-30T22:00Z", 23],
    // Set back at midnight, to the hour before it.
    ["America/Sao_Paulo", "2018-02-17", "2018-02-17T02:00Z", 25],
    // Set back at one, to midnight.
    ["America/Havana", "2024-11-03", "2024-11-03T04:00Z", 25],
    // Set back at 00:01, to 23:01: the date before goes on.
    ["America/St_Johns", "2010-11-06", "2010-11-06T02:30Z", 25],
    ["America/St_Johns", "2010-11-07", "2010-11-07T03:30Z", 24],
    // Never was.
    ["Pacific/Apia", "2011-12-29", "2011-12-29T10:00Z", 24],
    ["Pacific/Apia", "2011-12-30", "2011-12-30T10:00Z", 0],
    ["Pacific/Apia", "2011-12-31", "2011-12-30T10:00Z", 24],
    ["Pacific/Kwajalein", "1993-08-21", "1993-08-21T12:00Z", 0],
  ])("%s: %s begins at %s and lasts %f hours", (zone, date, start, hours) => {
    expect(new Date(dateStart(zone, day(date)))).toEqual(new Date(start));
    expect((dateStart(zone, day(date) + 1) - dateStart(zone, day(date))) / 3_600_000).toBe(hours);
  });

  it("hold every instant once", () => {
    const instants = fc.integer({ min: Date.UTC(1850, 0), max: Date.UTC(2100, 0) });
    fc.assert(
      fc.property(zones, instants, (zone, at) => {
        const date = dateAt(zone, at);
        expect(dateStart(zone, date)).toBeLessThanOrEqual(at);
        expect(at).toBeLessThan(dateStart(zone, date + 1));
      }),
      { numRuns: 500 },
    );
  });

  it("hold the minute after a midnight that comes twice in the date that goes on", () => {
    for (const at of ["2010-11-07T02:30:30Z", "2010-11-07T02:31:30Z"])
      expect(dateAt("America/St_Johns", Date.parse(at))).toBe(day("2010-11-06"));
    expect(shownDate("America/St_Johns", Date.parse("2010-11-07T02:30:30Z"))).toBe(
      day("2010-11-07"),
    );
  });

  it("are numbered without holes, those that never were left out", () => {
    const skips = [
      ["Pacific/Apia", "2011-12-30"],
      ["Pacific/Fakaofo", "2011-12-30"],
      ["Pacific/Enderbury", "1994-12-31"],
      ["Pacific/Kiritimati", "1994-12-31"],
      ["Pacific/Kwajalein", "1993-08-21"],
      ["Asia/Manila", "1844-12-31"],
    ] as const;
    for (const [zone, skipped] of skips) {
      const around = [-3, -2, -1, 1, 2, 3].map((by) => day(skipped) + by);
      const first = dateIndex(zone, day(skipped) - 3);
      expect(around.map((date) => dateIndex(zone, date) - first)).toEqual([0, 1, 2, 3, 4, 5]);
      expect(around.map((_, i) => dateOfIndex(zone, first + i))).toEqual(around);
    }
    fc.assert(
      fc.property(zonesAndDates, ([zone, date]) => {
        const exists = dateStart(zone, date) < dateStart(zone, date + 1);
        const index = dateIndex(zone, date);
        if (exists) expect(dateOfIndex(zone, index)).toBe(date);
        expect(dateIndex(zone, date + 1)).toBe(exists ? index + 1 : index);
      }),
      { numRuns: 500 },
    );
  });
});
