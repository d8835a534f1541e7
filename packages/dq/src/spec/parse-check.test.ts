import { duckdb } from "@sluice/adapter-duckdb";
import type { CheckSpec } from "@sluice/core";
import { describe, expect, it } from "vitest";
import { allKinds } from "../kinds/all-kinds.js";
import { parseCheck } from "./parse-check.js";

const { dialect } = duckdb({ path: ":memory:" });
const columns = [
  { name: "order_id", type: "BIGINT", nullable: true },
  { name: "Status", type: "VARCHAR", nullable: true },
  { name: "price", type: "DOUBLE", nullable: true },
  { name: "created", type: "DATE", nullable: true },
];

function parse(spec: CheckSpec) {
  return parseCheck(spec, { model: "marts.orders", columns, dialect });
}

function message(type: string, args: Record<string, unknown>, column?: string): string {
  const parsed = parse({ type, args, column, where: { file: "models/o.sql", line: 3 } });
  if (parsed.ok) return "ok";
  expect(parsed.diagnostic.code).toBe("DQ.CHECK_INVALID");
  expect(parsed.diagnostic.where).toEqual({ file: "models/o.sql", line: 3 });
  return parsed.diagnostic.message;
}

function name(type: string, args: Record<string, unknown>, column?: string): string | undefined {
  const parsed = parse({ type, args, column });
  return parsed.ok ? parsed.check.name : parsed.diagnostic.message;
}

describe("header forms", () => {
  it.each([
    ["not_null", {}, "order_id", "not_null(order_id)"],
    ["not_null", { value: ["order_id", "price"] }, undefined, "not_null(order_id, price)"],
    ["unique", { value: "order_id" }, undefined, "unique(order_id)"],
    ["unique", { columns: ["order_id", "status"] }, undefined, "unique(order_id, status)"],
    [
      "non_overlapping",
      { from: "created", to: "created" },
      "order_id",
      "non_overlapping(order_id: created, created)",
    ],
    ["accepted_values", { value: ["a"] }, "status", "accepted_values(status)"],
    ["accepted_values", { values: ["a"], column: "status" }, undefined, "accepted_values(status)"],
    ["relationships", { value: "marts.x" }, "order_id", "relationships(order_id -> marts.x)"],
    ["between", { value: [1, 2] }, "price", "between(price)"],
    ["between", { min: 0, where: "status = 'a'" }, "price", "between(price where status = 'a')"],
    ["expression", { value: "price > 0" }, undefined, "expression(price > 0)"],
    ["regex", { value: "^a" }, "status", "regex(status)"],
    ["format", { value: "email" }, "status", "format(status: email)"],
    ["row_count", { value: 3 }, undefined, "row_count()"],
    ["row_count", { value: [1, 3] }, undefined, "row_count()"],
    ["freshness", { value: "1d" }, "created", "freshness(created)"],
    ["aggregate", { value: "sum(price)", min: 0 }, undefined, "aggregate(sum(price))"],
    ["sql", { value: "select 1" }, undefined, "sql(82e51f69)"],
    ["unique", { name: "pk" }, "order_id", "pk"],
  ])("%s %j under %s is %s", (type, args, column, expected) => {
    expect(name(type, args, column)?.replace(/sql\([0-9a-f]{8}\)/, "sql(82e51f69)")).toBe(expected);
  });

  it("covers every kind", () => {
    expect([...allKinds.keys()].sort()).toEqual([
      "accepted_values",
      "aggregate",
      "between",
      "expression",
      "format",
      "freshness",
      "non_overlapping",
      "not_null",
      "regex",
      "relationships",
      "row_count",
      "sql",
      "unique",
    ]);
  });

  it("names equal queries equally whatever their white space, and others differently", () => {
    expect(name("sql", { value: "select\n  1" })).toBe(name("sql", { value: "select 1" }));
    expect(name("sql", { value: "select 2" })).not.toBe(name("sql", { value: "select 1" }));
  });

  it("tells core what a check reads", () => {
    const parsed = parse({ type: "relationships", column: "order_id", args: { to: "marts.x" } });
    expect(parsed.ok && parsed.check.reads).toEqual(["marts.x"]);
  });
});

describe("what is refused", () => {
  it.each([
    ["uniqe", {}, "order_id", "There is no check `uniqe`; did you mean `unique`?"],
    ["frobnicate", {}, undefined, "There is no check `frobnicate`."],
    ["unique+not_null", {}, "order_id", "names several checks: unique, not_null."],
    ["between", { mn: 1 }, "price", "unknown argument `mn`; did you mean `min`?"],
    ["unique", {}, "oder_id", "there is no column `oder_id`; did you mean `order_id`?"],
    ["unique", {}, "zzz", "columns are order_id, Status, price, created"],
    ["unique", { columns: ["price", "PRICE"] }, undefined, "column `PRICE` is named twice"],
    ["unique", {}, undefined, "no column given"],
    ["expression", { sql: "true" }, "nope", "there is no column `nope`"],
    ["between", {}, "price", "give at least one of `min`, `max`, `above`, `below`"],
    ["between", { min: 2, max: 1 }, "price", "no value lies between 2 and 1"],
    ["between", { min: 2, above: 1 }, "price", "give `min` or `above`, not both"],
    ["between", { min: "soon" }, "created", '"soon" cannot be compared with `created` (DATE)'],
    ["between", { min: "2024-13-45" }, "created", "cannot be compared"],
    ["between", { min: null }, "price", "`min`: expected a number, a date or text"],
    ["between", { min: Infinity }, "price", "`min`"],
    ["accepted_values", { value: [] }, "status", "`values`: expected at least one value"],
    [
      "accepted_values",
      { value: [null] },
      "status",
      "expected text, a finite number or true/false",
    ],
    [
      "accepted_values",
      { value: ["x"] },
      "order_id",
      '"x" cannot be compared with `order_id` (BIGINT)',
    ],
    [
      "accepted_values",
      { value: ["a"], values: ["b"] },
      "status",
      "`value` and `values` say the same twice",
    ],
    ["regex", { value: "a" }, "price", "regex needs text, but `price` is DOUBLE"],
    ["format", { value: "emial" }, "status", "expected one of email"],
    ["freshness", { value: "1d" }, "price", "freshness needs a date or timestamp"],
    ["freshness", { value: "soon" }, "created", "expected a duration such as 12h or 1d"],
    ["freshness", { warn_after: "2d", error_after: "1d" }, "created", "`warn_after` is longer"],
    ["freshness", {}, "created", "give `warn_after`, `error_after` or both"],
    ["row_count", {}, undefined, "give `min`, `max` or both"],
    [
      "row_count",
      { value: [1, 2, 3] },
      undefined,
      "a bare value of this form is not understood here",
    ],
    ["row_count", { min: 2, max: 1 }, undefined, "`min` is greater than `max`"],
    ["row_count", { min: 1, fail: 3 }, undefined, "unknown argument `fail`"],
    ["sql", { sql: "select 1", where: "true" }, undefined, "unknown argument `where`"],
    ["not_null", { on_null: "fail" }, "price", "unknown argument `on_null`"],
    ["expression", { value: "  " }, undefined, "`sql`: expected SQL"],
    [
      "unique",
      { fail: "5 percent" },
      "price",
      'expected a count such as 10 or a percentage such as "5%"',
    ],
    ["unique", { fail: -1 }, "price", "expected a count"],
    ["unique", { warn: 1, severity: "error" }, "price", "with `warn` alone the check only warns"],
    ["unique", { warn: 1, fail: 2, severity: "warn" }, "price", "never fails"],
    ["unique", { severity: "fatal" }, "price", "`severity`"],
  ])("%s %j under %s: %s", (type, args, column, expected) => {
    expect(message(type, args, column)).toContain(expected);
  });

  it("lists what is accepted", () => {
    const parsed = parse({ type: "between", column: "price", args: { mn: 1 } });
    expect(parsed.ok || parsed.diagnostic.hints).toEqual([
      expect.stringMatching(
        /^`between` accepts: min, max, above, below, column, name, .*sample\.$/,
      ),
    ]);
  });

  it("accepts unknown columns before the model is bound, and no unknown arguments", () => {
    const unbound = { model: "marts.orders", columns: undefined, dialect };
    const later = (args: Record<string, unknown>) =>
      parseCheck({ type: "unique", column: "later", args }, unbound).ok;
    expect(later({})).toBe(true);
    expect(later({ x: 1 })).toBe(false);
  });
});

describe("severity", () => {
  it.each([
    [{}, "error"],
    [{ severity: "warn" }, "warn"],
    [{ warn: 3 }, "warn"],
    [{ warn: 3, fail: 5 }, "error"],
    [{ fail: "1%", severity: "warn" }, "warn"],
  ])("%j is %s", (args, severity) => {
    const parsed = parse({ type: "unique", column: "price", args });
    expect(parsed.ok && parsed.check.severity).toBe(severity);
  });
});
