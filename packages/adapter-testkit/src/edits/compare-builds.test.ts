import { expect, it } from "vitest";
import type { BuildOutcome } from "./build-side.js";
import { differencesOf } from "./compare-builds.js";

const outcome = (
  rows: readonly string[],
  {
    columns = ["id INTEGER"],
    error,
  }: { columns?: readonly string[]; error?: "SQL.BIND" | "SQL.SYNTAX" } = {},
): BuildOutcome => ({
  errors: new Map(error === undefined ? [] : [["m.e", { code: error, message: "no" }]]),
  built: new Set(),
  relations: new Map([["m.t", { columns, rows }]]),
});

it("the same rows in the same columns do not differ", () => {
  expect(differencesOf(outcome(["1", "2", "2"]), outcome(["1", "2", "2"]))).toEqual([]);
});

it("a row that is there twice differs from one that is there once", () => {
  const [difference] = differencesOf(outcome(["1", "2", "2"]), outcome(["1", "2", "3"]));
  expect(difference).toEqual({
    name: "m.t",
    text: "only incremental (1):\n  2\nonly fresh (1):\n  3",
  });
});

it.each([
  ["another type", ["id BIGINT"]],
  ["another letter case", ["ID INTEGER"]],
  ["one more", ["id INTEGER", "n INTEGER"]],
])("columns differ: %s", (_, columns) => {
  expect(differencesOf(outcome([]), outcome([], { columns }))).toHaveLength(1);
});

it("an error differs from no error and from an error with another code", () => {
  const failed = outcome([], { error: "SQL.BIND" });
  expect(differencesOf(failed, failed)).toEqual([]);
  expect(differencesOf(outcome([]), failed)).toHaveLength(1);
  expect(differencesOf(outcome([], { error: "SQL.SYNTAX" }), failed)).toHaveLength(1);
});
