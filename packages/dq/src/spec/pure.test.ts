import { describe, expect, it } from "vitest";
import fc from "fast-check";
import { didYouMean } from "./did-you-mean.js";
import { exceeds, thresholdSchema } from "./threshold.js";

describe("thresholds", () => {
  it("tolerates exactly the share, without rounding", () => {
    const share = thresholdSchema.parse("0.57%");
    expect(exceeds(share, 57, 10_000)).toBe(false);
    expect(exceeds(share, 58, 10_000)).toBe(true);
    expect(exceeds(thresholdSchema.parse("0%"), 0, 0)).toBe(false);
  });

  it("agrees with exact arithmetic for any share", () => {
    fc.assert(
      fc.property(
        fc.nat(10_000),
        fc.nat(1_000_000),
        fc.nat(1_000_000),
        (hundredths, failing, rows) => {
          const text = `${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, "0")}%`;
          const expected = failing * 10_000 > hundredths * rows;
          expect(exceeds(thresholdSchema.parse(text), failing, rows)).toBe(expected);
        },
      ),
    );
  });
});

describe("didYouMean", () => {
  it.each([
    ["uniqe", "; did you mean `unique`?"],
    ["not_nul", "; did you mean `not_null`?"],
    ["betwene", "; did you mean `between`?"],
    ["sqll", "; did you mean `sql`?"],
    ["colour", ""],
  ])("%s: %s", (word, expected) =>
    expect(didYouMean(word, ["unique", "not_null", "between", "sql"])).toBe(expected),
  );
});
