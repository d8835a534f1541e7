import { describe, expect, it } from "vitest";
import { exponent, median, pairedRatio } from "./statistics.js";

describe("statistics", () => {
  it("takes the middle of an odd and the mean of the two in the middle of an even number", () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(median([])).toBeNaN();
  });

  it("compares samples of the same round, not medians of all", () => {
    // The machine was ten times slower in the second round and took a break in the third.
    expect(pairedRatio([2, 20, 3], [1, 10, 1.5])).toBe(2);
    expect(pairedRatio([2, 20, 300], [1, 10, 1])).toBe(2);
  });

  it("finds linear and quadratic growth", () => {
    expect(exponent(10, 1000, 1)).toBe(1);
    expect(exponent(10, 1000, 100)).toBeCloseTo(2);
  });
});
