import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { valueText } from "./value-text.js";

const scalar = fc.oneof(
  fc.constantFrom(null, undefined, true, false, NaN, Infinity, -Infinity, 0, -0, "", "0", "null", "[]"),
  fc.double(),
  fc.bigInt(),
  fc.string({ unit: fc.constantFrom("a", "b", "0", " ", ",", ":", "[", "]", "'") }),
  fc.date(),
  fc.uint8Array({ maxLength: 3 }),
); // prettier-ignore

const { value: anyValue } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    scalar,
    fc.array(tie("value"), { maxLength: 3 }),
    fc
      .array(fc.tuple(scalar, tie("value")), { maxLength: 3 })
      .map((entries) => new Map<unknown, unknown>(entries)),
    fc.array(scalar, { maxLength: 3 }).map((items) => new Set<unknown>(items)),
    fc.dictionary(fc.string({ maxLength: 2 }), tie("value"), { maxKeys: 3, noNullPrototype: true }),
  ),
}));

/** Vitest's own equality, which tells -0 from 0 and looks into maps and sets; sets and maps in order. */
const ordered = (value: unknown): unknown => {
  if (value instanceof Map)
    return { map: [...(value as Map<unknown, unknown>)].map((pair) => pair.map(ordered)) };
  if (value instanceof Set) return { set: [...(value as Set<unknown>)].map(ordered) };
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Date || value instanceof Uint8Array) return value;
  return { object: Object.entries(value).map(([key, item]) => [key, ordered(item)]) };
};

const areEqual = (a: unknown, b: unknown): boolean => {
  try {
    expect(ordered(a)).toStrictEqual(ordered(b));
    return true;
  } catch {
    return false;
  }
};

describe("the text of a value", () => {
  it("is the same exactly for equal values", () => {
    fc.assert(
      fc.property(anyValue, anyValue, (a, b) => {
        expect(valueText(a) === valueText(b)).toBe(areEqual(a, b));
      }),
      { numRuns: 300 },
    );
  });

  it("is repeatable", () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        expect(valueText(structuredClone(value))).toBe(valueText(value));
      }),
    );
  });

  it.each<readonly [string, unknown, unknown]>([
    ["maps", new Map([["a", 1.5]]), new Map([["a", 2.5]])],
    ["a map and an object", new Map([["a", 1]]), { a: 1 }],
    ["infinities", Infinity, -Infinity],
    ["an infinity and null", Infinity, null],
    ["a number and its text", 1, "1"],
    ["a number and a bigint", 1, 1n],
    ["a date and its text", new Date(0), new Date(0).toISOString()],
    ["zeros of both signs", 0, -0],
    ["one text with a comma and two texts", ["a, b"], ["a", "b"]],
    ["bytes", new Uint8Array([1]), new Uint8Array([2])],
    ["nested maps", { rates: new Map([["a", 1]]) }, { rates: new Map([["a", 2]]) }],
  ])("tells %s apart", (_, a, b) => {
    expect(valueText(a)).not.toBe(valueText(b));
  });
});
