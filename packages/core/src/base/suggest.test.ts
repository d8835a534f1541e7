import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { editDistance, suggest } from "./suggest.js";

const models = [
  "staging.stg_orders",
  "staging.stg_customers",
  "marts.fct_orders",
  "marts.dim_dates",
];

describe("suggest", () => {
  it.each<[string, readonly string[], string[]]>([
    ["staging.stg_order", models, ["staging.stg_orders"]],
    ["stg_order", models, ["staging.stg_orders"]],
    ["stg_odrers", models, ["staging.stg_orders"]],
    ["MARTS.DIM_DATES", models, ["marts.dim_dates"]],
    ["marts.fct_ordres", models, ["marts.fct_orders"]],
    ["dim_", models, ["marts.dim_dates"]],
    ["completely_else", models, []],
    ["x", [...models, "y", "X"], ["X"]],
    ["", models, []],
    ["ab", ["abc", "a", "ba", "ab", "zz"], ["a", "abc", "ba"]],
  ])("%s", (name, candidates, expected) => {
    expect(suggest(name, candidates)).toEqual(expected);
  });

  it("gives at most three, nearest first, each once", () => {
    const found = suggest("orders", ["orders_", "orderxx", "order", "orders1", "order", "zorders"]);
    expect(found).toEqual(["order", "orders1", "orders_"]);
  });
});

describe("editDistance", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 7 });

  /** The definition, without the table and the cut-off. */
  function naive(a: string, b: string): number {
    if (a === "" || b === "") return a.length + b.length;
    const swap =
      a.length > 1 && b.length > 1 && a.at(-1) === b.at(-2) && a.at(-2) === b.at(-1)
        ? naive(a.slice(0, -2), b.slice(0, -2)) + 1
        : Infinity;
    return Math.min(
      naive(a.slice(0, -1), b) + 1,
      naive(a, b.slice(0, -1)) + 1,
      naive(a.slice(0, -1), b.slice(0, -1)) + (a.at(-1) === b.at(-1) ? 0 : 1),
      swap,
    );
  }

  it("is the distance of the definition, cut off at the limit", () => {
    fc.assert(
      fc.property(text, text, fc.nat(6), (a, b, limit) => {
        const distance = naive(a, b);
        expect(editDistance(a, b, limit)).toBe(distance <= limit ? distance : Infinity);
      }),
      { numRuns: 300 },
    );
  });
});
