import type { CheckSpec } from "@sluice/core";
import type { SqlRunner } from "@sluice/core/adapter";
import { describe, expect, it } from "vitest";
import { useWarehouse } from "../../test/warehouse.js";
import {
  acceptedValues,
  aggregate,
  between,
  createCheckEngine,
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

describe("failing rows", () => {
  it("keeps five whole rows, more or none when asked", async () => {
    await w.table("select i as a, 'x' as s from range(20) r(i)");
    const sample = async (n?: number) =>
      (await w.check(between("a", { max: 3, ...(n === undefined ? {} : { sample: n }) }))).sample;
    expect(await sample()).toHaveLength(5);
    expect((await sample())?.[0]).toEqual({ a: expect.anything() as unknown, s: "x" });
    expect(await sample(9)).toHaveLength(9);
    expect(await sample(0)).toBeUndefined();
  });

  it("shows a query in plain names that gives exactly the failing rows", async () => {
    await w.execute(
      "create schema if not exists marts; create or replace table parents as select 1 as a",
    );
    await w.table("select i % 7 as a, i as b from range(20) r(i)");
    await w.execute("create or replace view marts.t as select * from main.t");
    const checks = [
      between("a", { max: 3, where: "b > 4 -- recent" }),
      unique("a", { where: "b < 9" }),
      unique("a", { on_null: "fail", where: "self.b < 9" }),
      relationships("a", { to: "parents" }),
      customSql("select a from self where b > $limit -- many"),
      expression("a < (select max(b) from self) - 15 or a > 99"),
    ];
    for (const result of await w.checks(checks, { parameters: { limit: 10 } })) {
      expect(result.status).toBe("failed");
      expect(await w.rows(result.query ?? "")).toHaveLength(result.failing ?? -1);
    }
  });

  it.each([
    [between("a", { max: 3 }), "select * from marts.t where not (a <= 3)"],
    [
      notNull("a", { where: "b > 4" }),
      "select * from marts.t where (b > 4) and not (a is not null)",
    ],
    [expression("(coalesce(a, 9)) < 9"), "select * from marts.t where not ((coalesce(a, 9)) < 9)"],
    [expression("(coalesce(a, 9) < 9)"), "select * from marts.t where not (coalesce(a, 9) < 9)"],
    [expression("self.a < 4"), "select * from marts.t as self where not (self.a < 4)"],
    [
      unique("b", { where: "a > 0" }),
      "select self.* from marts.t as self join (select b from marts.t where (a > 0) and b is not null " +
        "group by b having count(*) > 1) as repeated using (b) where (a > 0) order by b",
    ],
    [
      relationships("a", { to: "parents", field: "Key", on_null: "fail" }),
      "select * from marts.t where (a is null or a not in (select parent.Key from parents as parent " +
        "where parent.Key is not null))",
    ],
    [customSql("select a from self;\n"), "select a from marts.t as self"],
    [acceptedValues("select", ["x"]), `select * from marts.t where not ("select" in ('x'))`],
  ])("shows the failing rows of %j as a person would ask for them", async (spec, query) => {
    await w.execute("create or replace table parents as select 1 as Key");
    await w.values('a int, b int, "select" text', "(9, 1, 'y'), (9, 1, 'y'), (null, 5, 'x')");
    expect((await w.check(spec)).query).toBe(query);
  });

  it("masks personal data in the warehouse, and by name in rows of an author's query", async () => {
    await w.values("id int, Email text", "(1, 'a@b.co'), (2, null)");
    const pii = ["email"];
    const row = await w.check(between("id", { min: 5 }), { pii });
    expect(row.sample).toEqual([
      { id: 1, Email: "***" },
      { id: 2, Email: null },
    ]);
    expect(w.queries.at(-1)).toContain("'***'");
    const own = await w.check(customSql("select id, upper(email) as shout, email from self"), {
      pii,
    });
    expect(own.sample).toEqual([
      { id: 1, shout: "***", Email: "***" },
      { id: 2, shout: null, Email: null },
    ]);
    expect((await w.check(aggregate("max(Email)", { max: "b" }), { pii })).observed).toBe("***");
    expect((await w.check(aggregate("count(email)", { max: 5 }), { pii })).observed).toBe(1);
    const cast = await w.check(expression("cast(email as int) > 0"), { pii });
    expect(cast.error?.message).not.toContain("a@b.co");
  });

  it("handles columns whose names need quotes", async () => {
    await w.values('"a ""b" int, "select" int', "(1, 1), (1, null)");
    const results = await w.checks([
      unique('a "b'),
      notNull("SELECT"),
      between('a "b', { min: 2 }),
    ]);
    expect(results.map((r) => r.failing)).toEqual([2, 1, 2]);
    expect(results.every((r) => r.sample?.length === r.failing)).toBe(true);
  });
});

describe("broken checks", () => {
  const poison = (i: number) => expression(`cast(s as int) > ${i}`, { name: `poison_${i}` });

  it.each([[[3]], [[0, 31]], [[5, 6, 20]], [Array.from({ length: 32 }, (_, i) => i)]])(
    "finds the broken ones at %j and measures the others",
    async (places) => {
      await w.values("a int, s text", "(1, 'x'), (2, 'y')");
      const specs = Array.from({ length: 32 }, (_, i) =>
        places.includes(i) ? poison(i) : between("a", { min: 2 - i, sample: 0 }),
      );
      const results = await w.checks(specs);
      results.forEach((result, i) => {
        if (places.includes(i)) {
          expect(result).toMatchObject({
            status: "error",
            check: `poison_${i}`,
            error: { code: "DQ.CHECK_ERROR" },
          });
          expect(result.error?.message).toContain("Could not convert string");
        } else {
          expect(result.failing).toBe(i === 0 ? 1 : 0);
        }
      });
      const scans = w.queries.filter((sql) => sql !== "select 1 as alive");
      expect(scans.length).toBeLessThanOrEqual(2 * places.length * Math.log2(32) + 1);
    },
  );

  it("isolates broken set checks as well", async () => {
    await w.values("a int", "(1), (1)");
    const results = await w.checks([
      unique("a"),
      relationships("a", { to: "no_such_table" }),
      customSql("select nope from self"),
      customSql("select from from"),
      customSql("select 1; select 2"),
      notNull("a"),
      aggregate("a", { min: 0 }),
      aggregate("unnest([1, 2])", { min: 0 }),
      unique("a", { where: "nope = 1", fail: "5%" }),
    ]);
    expect(results.map((r) => r.status)).toEqual([
      "failed",
      "error",
      "error",
      "error",
      "error",
      "passed",
      "error",
      "error",
      "error",
    ]);
    expect(results[1]?.error?.message).toContain("no_such_table");
  });

  it("puts errors at the check's place", async () => {
    await w.values("a int", "(1)");
    const where = { file: "models/t.sql", line: 4 };
    const result = await w.check({ ...expression("nope > 1"), where });
    expect(result.error).toMatchObject({ code: "DQ.CHECK_ERROR", where });
  });

  it("reports checks that do not fit the relation", async () => {
    await w.values("a int", "(1)");
    const run = await w.checkRun([notNull("a")]);
    const [result] = await createCheckEngine().run({ ...run, columns: [] }, w.adapter);
    expect(result).toMatchObject({ status: "error", error: { code: "DQ.CHECK_INVALID" } });
  });

  it("gives up isolating inside a transaction that the engine aborted, and blames no one wrongly", async () => {
    await w.values("a int, s text", "(1, 'x')");
    let results: readonly { status: string }[] = [];
    const attempt = w.adapter.transaction(async (tx: SqlRunner) => {
      results = await w.checks([between("a", { min: 0 }), poison(1), unique("a")], { runner: tx });
    });
    await attempt.catch(() => undefined);
    expect(results.map((r) => r.status)).toEqual(["error", "error", "error"]);
    expect(w.queries.length).toBeLessThanOrEqual(4);
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
