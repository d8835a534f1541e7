import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  countGrains,
  grainCeiling,
  grainStart,
  grainText,
  parseGrain,
  shiftGrains,
} from "./grain.js";

const at = (text: string) => Date.parse(`${text}Z`);
const text = (instant: number) => new Date(instant).toISOString().slice(0, 16);

describe("grains", () => {
  it.each([
    ["minute", "2024-02-29T23:59", "2024-02-29T23:59"],
    ["15 minutes", "2024-02-29T23:59", "2024-02-29T23:45"],
    ["hour", "2024-02-29T23:59", "2024-02-29T23:00"],
    ["6 hours", "2024-02-29T23:59", "2024-02-29T18:00"],
    ["day", "2024-02-29T23:59", "2024-02-29T00:00"],
    ["week", "2024-03-03T23:59", "2024-02-26T00:00"],
    ["week", "2024-03-04T00:00", "2024-03-04T00:00"],
    ["week", "1969-12-31T12:00", "1969-12-29T00:00"],
    ["month", "2024-02-29T23:59", "2024-02-01T00:00"],
    ["month", "1969-12-31T23:59", "1969-12-01T00:00"],
    ["year", "2024-12-31T23:59", "2024-01-01T00:00"],
  ])("%s of %s starts at %s", (grain, instant, start) => {
    expect(text(grainStart(parseGrain(grain), at(instant)))).toBe(start);
  });

  it.each([
    ["month", "2024-01-01T00:00", 13, "2025-02-01T00:00"],
    ["month", "2024-01-01T00:00", -1, "2023-12-01T00:00"],
    ["year", "2024-01-01T00:00", -60, "1964-01-01T00:00"],
    ["week", "2024-12-30T00:00", 1, "2025-01-06T00:00"],
  ])("%s from %s by %i is %s", (grain, from, by, to) => {
    expect(text(shiftGrains(parseGrain(grain), at(from), by))).toBe(to);
  });

  it("holds every instant in exactly one grain", () => {
    const grains = fc.constantFrom("minute", "7 minutes", "hour", "day", "week", "month", "year");
    fc.assert(
      fc.property(
        grains.map(parseGrain),
        fc.integer({ min: -4e12, max: 4e12 }),
        (grain, instant) => {
          const start = grainStart(grain, instant);
          const next = shiftGrains(grain, start, 1);
          expect(start).toBeLessThanOrEqual(instant);
          expect(instant).toBeLessThan(next);
          expect(countGrains(grain, start, next)).toBe(1);
          expect(grainCeiling(grain, instant)).toBe(instant === start ? start : next);
          expect(parseGrain(grainText(grain))).toEqual(grain);
        },
      ),
    );
  });

  it.each(["", "fortnight", "0 minutes", "-1 hours", "2 days", "1.5 hours", "days 2"])(
    "refuses %j with a code",
    (grain) => {
      expect(() => parseGrain(grain)).toThrow(expect.objectContaining({ code: "MODEL.INVALID" }));
    },
  );
});
