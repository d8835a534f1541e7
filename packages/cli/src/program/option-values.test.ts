import { expect, test } from "vitest";
import { collectParts, parseAmount, parseWhole } from "./option-values.js";

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
