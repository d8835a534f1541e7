import { expect, test } from "vitest";
import { count, counted, elapsed, listed, seconds } from "./amounts.js";

test("durations never show sixty seconds", () => {
  expect([0.004, 9.994, 59.94, 59.96, 3599.6, 7380].map(seconds)).toEqual([
    "0.00s",
    "9.99s",
    "59.9s",
    "1m 00s",
    "1h 00m",
    "2h 03m",
  ]);
  expect([0.9, 59.9, 61].map(elapsed)).toEqual(["0s", "59s", "1m 01s"]);
});

test("counts and lists", () => {
  expect([999, 1000, 1_204_000].map(count)).toEqual(["999", "1,000", "1,204,000"]);
  expect([counted(1, "row"), counted(0, "row"), counted(2, "query", "queries")]).toEqual([
    "1 row",
    "0 rows",
    "2 queries",
  ]);
  expect([[], ["a"], ["a", "b", "c"], ["a", "b", "c"]].map((names) => listed(names, 2))).toEqual([
    "",
    "a",
    "a, b and 1 more",
    "a, b and 1 more",
  ]);
});
