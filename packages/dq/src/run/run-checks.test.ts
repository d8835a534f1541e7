import type { CheckSpec } from "@sluice/core";
import { describe, expect, it } from "vitest";
import { useWarehouse } from "../../test/warehouse.js";
import {
  acceptedValues,
  aggregate,
  between,
  customSql,
  expression,
  notNull,
  relationships,
  rowCount,
  unique,
} from "../index.js";

const w = useWarehouse();

function fifty(): readonly CheckSpec[] {
  return Array.from({ length: 50 }, (_, i) =>
    i % 2 === 0 ? between("a", { max: i }) : expression(`a <> ${i}`, { where: `a > ${i % 7}` }),
  );
}

describe("queries", () => {
  it("runs fifty row and aggregate checks in one query", async () => {
    await w.table("select -1 as a from range(10)");
    const checks = [...fifty(), aggregate("sum(a)", { max: 0 }), rowCount({ min: 1 })];
    const results = await w.checks(checks);
    expect(new Set(results.map((r) => r.status))).toEqual(new Set(["passed"]));
    expect(w.queries).toHaveLength(1);
  });

  it("adds one query for all of uniqueness, relationships and custom SQL", async () => {
    await w.table("select i as a, i as b from range(10) r(i)");
    const results = await w.checks([
      ...fifty().map((spec) => ({ ...spec, args: { ...spec.args, fail: 10 } })),
      unique("a"),
      unique(["a", "b"], { fail: "1%" }),
      relationships("a", { to: "marts.t", field: "b" }),
      customSql("select 1 from self where false"),
    ]);
    expect(new Set(results.map((r) => r.status))).toEqual(new Set(["passed"]));
    expect(w.queries).toHaveLength(2);
  });

  it("adds one query for the sample of each check that does not pass", async () => {
    await w.values("a int", "(1), (null)");
    await w.checks([
      notNull("a"),
      notNull("a", { sample: 0, name: "x" }),
      between("a", { min: 0 }),
    ]);
    expect(w.queries).toHaveLength(2);
  });

  it("measures equal aggregates once", async () => {
    await w.table("select 1 as a");
    await w.checks([
      between("a", { min: 0 }),
      between("a", { min: 0, name: "again", severity: "warn" }),
      rowCount({ min: 1 }),
    ]);
    expect(w.queries[0]?.match(/count_if/g)).toHaveLength(1);
    expect(w.queries[0]?.match(/count\(\*\)/g)).toHaveLength(1);
  });

  it("splits only when there are very many expressions", async () => {
    await w.table("select 1 as a");
    const many = Array.from({ length: 450 }, (_, i) => between("a", { min: -i }));
    const results = await w.checks(many);
    expect(results.every((r) => r.status === "passed" && r.rows === 1)).toBe(true);
    expect(w.queries).toHaveLength(3);
  });

  it("runs nothing for no checks", async () => {
    await w.table("select 1 as a");
    expect(await w.checks([])).toEqual([]);
    expect(w.queries).toEqual([]);
  });
});

describe("bands", () => {
  const rows = "(1), (2), (3), (4), (null), (-1), (-2), (-3), (-4), (-5)";
  it.each([
    [{}, "failed", "0 failing rows"],
    [{ severity: "warn" as const }, "warned", "0 failing rows"],
    [{ fail: 5 }, "passed", "at most 5 failing rows"],
    [{ fail: 4 }, "failed", "at most 4 failing rows"],
    [{ fail: "50%" as const }, "passed", "at most 50% failing rows"],
    [{ fail: "49.9%" as const }, "failed", "at most 49.9% failing rows"],
    [{ warn: 4 }, "warned", "at most 4 failing rows"],
    [{ warn: 5 }, "passed", "at most 5 failing rows"],
    [
      { warn: "10%" as const, fail: 5 },
      "warned",
      "at most 10% failing rows (warn), 5 failing rows (fail)",
    ],
    [{ warn: 1, fail: 4 }, "failed", "at most 1 failing row (warn), 4 failing rows (fail)"],
    [{ fail: "10%" as const, severity: "warn" as const }, "warned", "at most 10% failing rows"],
    [{ fail: "99%" as const, where: "a < 0" }, "failed", "at most 99% failing rows"],
  ])("%j: %s", async (options, status, expected) => {
    await w.values("a int", rows);
    const result = await w.check(between("a", { min: 0, ...options }));
    expect(result).toMatchObject({ status, expected, failing: 5, observed: 5 });
    expect(result.rows).toBe("where" in options ? 5 : 10);
  });

  it("takes shares of keyed rows for uniqueness, of non-null rows for relationships, of all rows for custom SQL", async () => {
    await w.values("a int", "(1), (1), (2), (3), (null), (null)");
    const options = { fail: "50%" } as const;
    expect(await w.check(unique("a", options))).toMatchObject({
      status: "passed",
      rows: 4,
      failing: 2,
    });
    const self = relationships("a", { to: "(select 1 as a)", ...options });
    expect(await w.check(self)).toMatchObject({ status: "passed", rows: 4, failing: 2 });
    const sql = customSql("select * from self where a is null", { fail: "33%" });
    expect(await w.check(sql)).toMatchObject({ status: "failed", rows: 6, failing: 2 });
  });
});

describe("results", () => {
  it("stores what was observed of passing checks, with label and severity", async () => {
    await w.values("s text", "('a')");
    const spec = acceptedValues("s", ["a"], { label: "Known states", severity: "warn" });
    expect(await w.check(spec)).toEqual({
      model: "marts.t",
      check: "accepted_values(s)",
      type: "accepted_values",
      severity: "warn",
      status: "passed",
      observed: 0,
      failing: 0,
      rows: 1,
      expected: "0 failing rows",
      label: "Known states",
    });
  });

  it("passes every row check of an empty table", async () => {
    await w.execute("create or replace table t (a int)");
    const results = await w.checks([
      notNull("a"),
      unique("a", { fail: "0%" }),
      between("a", { min: 1 }),
    ]);
    expect(results.map((r) => [r.status, r.failing])).toEqual([
      ["passed", 0],
      ["passed", 0],
      ["passed", 0],
    ]);
  });
});

describe("cancelling", () => {
  it("raises RUN.CANCELLED before and while queries run", async () => {
    await w.table("select i as a from range(1000) r(i)");
    const before = w.checks([notNull("a")], { signal: AbortSignal.abort() });
    await expect(before).rejects.toMatchObject({ code: "RUN.CANCELLED" });
    const slow = customSql(
      "select count(*) from range(100000000) a, range(1000) b where hash(a.range + b.range) = 1",
    );
    const during = w.checks([slow, unique("a")], { signal: AbortSignal.timeout(150) });
    await expect(during).rejects.toMatchObject({ code: "RUN.CANCELLED" });
  });
});
