import { duckdb } from "@sluice/adapter-duckdb";
import { describe, expect, it } from "vitest";
import { allKinds } from "../kinds/all-kinds.js";
import { parseCheck } from "./parse-check.js";

const { dialect } = duckdb({ path: ":memory:" });
const columns = [
  { name: "a", type: "VARCHAR", nullable: true },
  { name: "b", type: "VARCHAR", nullable: true },
  { name: "ts", type: "TIMESTAMP", nullable: true },
];

/** Arguments that each kind takes. */
const args: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  not_null: { column: "a" },
  unique: { column: "a" },
  non_overlapping: { column: "a", from: "ts", to: "ts" },
  accepted_values: { column: "a", values: ["x"] },
  relationships: { column: "a", to: "other" },
  between: { column: "ts", min: "2024-01-01" },
  expression: { sql: "a is not null" },
  regex: { column: "a", pattern: "x" },
  format: { column: "a", format: "email" },
  row_count: { min: 1 },
  freshness: { column: "ts", error_after: "1d" },
  aggregate: { sql: "count(a)", min: 1 },
  sql: { sql: "select * from self" },
};

function readsClock(type: string, more: Readonly<Record<string, unknown>> = {}) {
  const context = { model: "marts.t", columns, dialect, time: "ts" };
  const parsed = parseCheck({ type, args: { ...args[type], ...more } }, context);
  if (!parsed.ok) throw new Error(parsed.diagnostic.message);
  return parsed.check.readsClock;
}

describe("a check that follows from the run's time", () => {
  it("is told for every kind", () => {
    expect(Object.keys(args).sort()).toEqual([...allKinds.keys()].sort());
  });

  it.each([...allKinds.keys()])("%s: by its kind, or by its window", (type) => {
    expect(readsClock(type)).toBe(type === "freshness");
    if (type === "sql") return;
    expect(readsClock(type, { window: "last 7" })).toBe(true);
    expect(readsClock(type, { window: "last 12h" })).toBe(true);
    expect(readsClock(type, { window: "all" })).toBe(type === "freshness");
  });
});
