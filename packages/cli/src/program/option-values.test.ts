import { expect, test } from "vitest";
import { collectParts, parseAge, parseAmount, parseDuration, parseWhole } from "./option-values.js";

test("amounts and whole numbers begin at 0; anything else is refused", () => {
  expect([parseAmount("0"), parseAmount("0.01"), parseAmount("1e-9")]).toEqual([0, 0.01, 1e-9]);
  for (const wrong of ["-1", "", "x", "Infinity", "NaN"])
    expect(() => parseAmount(wrong)).toThrow("Write a number such as 0.01.");
  expect([parseWhole("0"), parseWhole("12")]).toEqual([0, 12]);
  for (const wrong of ["-1", "1.5", "", "none"])
    expect(() => parseWhole(wrong)).toThrow("Write a whole number.");
});

test("parts add up over repetitions; an empty one is refused", () => {
  expect(collectParts("a, b", collectParts("c", undefined))).toEqual(["c", "a", "b"]);
  for (const wrong of ["a,,b", "", ","]) expect(() => collectParts(wrong, undefined)).toThrow();
});

test("a limit without a unit counts seconds, an age without one is refused", () => {
  expect(["500ms", "30", "5m", "0"].map(parseDuration)).toEqual([500, 30_000, 300_000, 0]);
  expect(["90m", "7d", "2w"].map(parseAge)).toEqual([5_400_000, 604_800_000, 1_209_600_000]);
  for (const wrong of ["", ".", "1.2.3", "soon"])
    expect(() => parseDuration(wrong)).toThrow("Write a duration such as 500ms, 30s, 5m or 1h.");
  for (const wrong of ["7", "-1d", "1y"])
    expect(() => parseAge(wrong)).toThrow("Write a time such as 12h, 7d or 2w.");
});
