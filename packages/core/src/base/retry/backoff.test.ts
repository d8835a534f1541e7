import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { backoff } from "./backoff.js";

describe("backoff", () => {
  it("is a second, then twice as long each time, less up to half of it, and never above a minute", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), fc.string(), (attempt, seed) => {
        const whole = Math.min(60_000, 1000 * 2 ** (attempt - 1));
        const wait = backoff(attempt, seed);
        expect(wait).toBeLessThanOrEqual(whole);
        expect(wait).toBeGreaterThanOrEqual(whole / 2);
        expect(backoff(attempt, seed)).toBe(wait);
      }),
    );
  });

  it("keeps apart nodes whose names differ little", () => {
    const waits = Array.from({ length: 1000 }, (_, i) => backoff(1, `run/marts.m${String(i)}`));
    const tenths = Array.from({ length: 10 }, (_, i) =>
      waits.filter((wait) => Math.floor((wait - 500) / 50) === i),
    );
    for (const tenth of tenths) expect(tenth.length).toBeGreaterThan(50);
  });

  it("spreads each attempt of a node for itself", () => {
    const shares = [1, 2, 3, 4, 5].map((attempt) => backoff(attempt, "run/a") / 2 ** attempt);
    expect(new Set(shares).size).toBe(5);
  });
});
