import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { durationMs, formatDuration } from "./duration.js";

describe("a duration", () => {
  it("is read in every way people write it", () => {
    const read = ["0s", "500ms", "30s", " 5m ", "2h", "1d", "2w", "1.5h", "90 secs", "2 Weeks"];
    expect(read.map(durationMs)).toEqual([
      0, 500, 30_000, 300_000, 7_200_000, 86_400_000, 1_209_600_000, 5_400_000, 90_000,
      1_209_600_000,
    ]);
  });

  it.each(["", "1", "s", "-1s", "1 month", "1y", "1h 30m", "1e3s", `${"9".repeat(20)}d`])(
    "is not %j",
    (text) => {
      expect(durationMs(text)).toBeUndefined();
    },
  );

  it("is told in its two largest units, rounded down", () => {
    const reported = [
      [0, "0s"],
      [5, "5ms"],
      [1500, "1s 500ms"],
      [59_999, "59s 999ms"],
      [60_000, "1m"],
      [3_599_000, "59m 59s"],
      [12_000_000, "3h 20m"],
      [172_800_000, "2d"],
      // The third unit is left out, and the second where it is none.
      [86_400_000 + 59_000, "1d"],
      [75_630_705_000, "875d 8h"],
      [-90_000, "-1m 30s"],
    ] as const;
    for (const [ms, text] of reported) expect(formatDuration(ms)).toBe(text);
  });

  it("of one unit is read as it is told", () => {
    const units = fc.constantFrom(
      { unit: "ms", size: 1 },
      { unit: "s", size: 1000 },
      { unit: "m", size: 60_000 },
      { unit: "h", size: 3_600_000 },
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 23 }), units, (count, { unit, size }) => {
        const text = `${String(count)}${unit}`;
        expect(durationMs(text)).toBe(count * size);
        expect(formatDuration(count * size)).toBe(text);
      }),
    );
  });
});
