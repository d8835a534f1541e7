import type { CheckSpec } from "@sluice/core";
import { describe, expect, it } from "vitest";
import { useWarehouse, type RunOptions } from "../../test/warehouse.js";
import {
  acceptedValues,
  aggregate,
  between,
  customSql,
  expression,
  format,
  freshness,
  notNull,
  regex,
  relationships,
  rowCount,
  unique,
} from "../index.js";

const w = useWarehouse();

/** Failing rows of a check on literal rows. */
async function failing(
  columns: string,
  rows: string,
  spec: CheckSpec,
): Promise<number | undefined> {
  await w.values(columns, rows);
  const result = await w.check(spec);
  expect(result.error).toBeUndefined();
  return result.failing;
}

describe("not_null", () => {
  it("counts nulls, of several columns rows with any null", async () => {
    expect(await failing("a int", "(1), (null), (null)", notNull("a"))).toBe(2);
    expect(await failing("a int", "(1), (2)", notNull("a"))).toBe(0);
    expect(
      await failing(
        "a int, b int",
        "(1, 1), (null, 1), (1, null), (null, null)",
        notNull(["a", "b"]),
      ),
    ).toBe(3);
  });

  it("takes NaN and empty text for values", async () => {
    expect(await failing("a double, b text", "('nan', '')", notNull(["a", "b"]))).toBe(0);
  });

  it("is skipped on a column the engine holds free of nulls", async () => {
    await w.values("a int not null", "(1)");
    const columns = [{ name: "a", type: "INTEGER", nullable: false }];
    const result = await w.check(notNull("a"), { columns });
    expect(result).toMatchObject({
      status: "skipped",
      reason: expect.stringContaining("not nullable") as unknown,
    });
    expect(w.queries).toEqual([]);
  });
});

describe("unique", () => {
  it("counts all rows that share a key, and says how many keys", async () => {
    await w.values("a int", "(1), (1), (1), (2), (2), (3)");
    const result = await w.check(unique("a"));
    expect(result).toMatchObject({
      status: "failed",
      failing: 5,
      reason: "2 keys occur more than once",
    });
  });

  it("leaves out null keys by default and fails them as a primary key would", async () => {
    const rows = "(1, 1), (1, 1), (null, 1), (null, 1), (2, null), (2, 2)";
    expect(await failing("a int, b int", rows, unique(["a", "b"]))).toBe(2);
    expect(await failing("a int, b int", rows, unique(["a", "b"], { on_null: "fail" }))).toBe(5);
    const primary = await w.check(unique(["a", "b"], { on_null: "fail", sample: 10 }));
    expect(primary.reason).toBe("1 key occurs more than once");
    expect(primary.sample).toHaveLength(5);
  });

  it("looks only at rows of its filter, in sample and query too", async () => {
    const rows = "(1, 'x'), (1, 'y'), (2, 'x'), (2, 'x')";
    expect(await failing("a int, s text", rows, unique("a", { where: "s = 'x'" }))).toBe(2);
    const result = await w.check(unique("a", { where: "s = 'x'" }));
    expect(result.sample).toEqual([
      { a: 2, s: "x" },
      { a: 2, s: "x" },
    ]);
  });

  it("takes equal NaN for equal", async () => {
    expect(await failing("a double", "('nan'), ('nan'), (1)", unique("a"))).toBe(2);
  });
});

describe("accepted_values", () => {
  it("compares exactly and lets nulls pass", async () => {
    const spec = acceptedValues("s", ["a", "b"]);
    expect(await failing("s text", "('a'), ('A'), ('c'), (null), ('b ')", spec)).toBe(3);
    expect(
      await failing("s text", "('a'), (null)", acceptedValues("s", ["a"], { on_null: "fail" })),
    ).toBe(1);
  });

  it("compares numbers, text and dates in the column's type", async () => {
    expect(await failing("n int", "(1), (2), (3)", acceptedValues("n", [1, "2"]))).toBe(1);
    expect(await failing("s text", "('1'), ('2')", acceptedValues("s", [1]))).toBe(1);
    expect(await failing("r real", "(0.1), (0.2)", acceptedValues("r", [0.1]))).toBe(1);
    expect(
      await failing("p decimal(18,2)", "(0.1), (0.11)", acceptedValues("p", [0.1, 0.105])),
    ).toBe(1);
    expect(
      await failing(
        "d date",
        "('2024-01-01'), ('2024-01-02')",
        acceptedValues("d", ["2024-01-01"]),
      ),
    ).toBe(1);
    expect(await failing("b boolean", "(true), (false)", acceptedValues("b", [true]))).toBe(1);
    expect(
      await failing(
        "h bigint",
        "(9007199254740993), (9007199254740992)",
        acceptedValues("h", ["9007199254740993"]),
      ),
    ).toBe(1);
  });

  it("compares an enum with values it does not have", async () => {
    await w.execute("create type mood as enum ('good', 'bad')");
    expect(
      await failing("m mood", "('good'), ('bad')", acceptedValues("m", ["good", "unknown"])),
    ).toBe(1);
  });
});

describe("relationships", () => {
  it("counts rows without a partner; nulls refer to nothing", async () => {
    await w.execute(
      "create or replace table users as select * from (values (1), (2), (null)) v(id)",
    );
    const spec = relationships("user_id", { to: "users", field: "id" });
    expect(await failing("user_id int", "(1), (2), (3), (null)", spec)).toBe(1);
    const strict = relationships("user_id", {
      to: { name: "users" },
      field: "id",
      on_null: "fail",
    });
    expect(await failing("user_id int", "(1), (2), (3), (null)", strict)).toBe(2);
  });

  it("reads the column of the same name by default, and only rows of its filter", async () => {
    await w.execute("create or replace table parents as select 1 as k");
    const spec = relationships("k", { to: "parents", where: "s = 'x'" });
    expect(await failing("k int, s text", "(1, 'x'), (2, 'x'), (3, 'y')", spec)).toBe(1);
  });

  it("is an error when the other relation lacks the column, though the own one has it", async () => {
    await w.execute("create or replace table parents as select 1 as k");
    await w.values("user_id int", "(1), (2)");
    const result = await w.check(relationships("user_id", { to: "parents" }));
    expect(result).toMatchObject({ status: "error", error: { code: "DQ.CHECK_ERROR" } });
  });

  it("fails every value when the other relation is empty, but no null", async () => {
    await w.execute("create or replace table parents (k int)");
    const spec = relationships("k", { to: "parents" });
    expect(await failing("k int", "(1), (2), (null)", spec)).toBe(2);
    expect(
      await failing("k int", "(1), (null)", { ...spec, args: { ...spec.args, on_null: "fail" } }),
    ).toBe(2);
  });

  it("may refer to its own relation", async () => {
    const spec = relationships("boss", { to: "marts.t", field: "id" });
    expect(await failing("id int, boss int", "(1, null), (2, 1), (3, 9)", spec)).toBe(1);
  });
});

describe("between", () => {
  it("includes min and max, excludes above and below", async () => {
    const rows = "(0), (1), (5), (10), (11), (null)";
    expect(await failing("n int", rows, between("n", { min: 1, max: 10 }))).toBe(2);
    expect(await failing("n int", rows, between("n", { above: 1, below: 10 }))).toBe(4);
    expect(await failing("n int", rows, between("n", { min: 1, on_null: "fail" }))).toBe(2);
  });

  it("fails NaN within any bounds, and compares infinities as numbers", async () => {
    const rows = "('nan'), ('inf'), ('-inf'), (1)";
    for (const type of ["double", "real"]) {
      expect(await failing(`x ${type}`, rows, between("x", { min: 0 }))).toBe(2);
      expect(await failing(`x ${type}`, rows, between("x", { max: 1 }))).toBe(2);
      expect(await failing(`x ${type}`, rows, between("x", { min: 0, max: 2 }))).toBe(3);
    }
  });

  it("compares 32-bit floats in their own precision", async () => {
    expect(await failing("x real", "(0.1), (0.2)", between("x", { max: 0.1 }))).toBe(1);
  });

  it("compares decimals, big integers, dates and timestamps exactly", async () => {
    const decimal = between("p", { max: "12345678901234567890.12" });
    expect(
      await failing(
        "p decimal(38,2)",
        "(12345678901234567890.12), (12345678901234567890.13)",
        decimal,
      ),
    ).toBe(1);
    const big = between("h", { max: 9_007_199_254_740_993n });
    expect(await failing("h bigint", "(9007199254740993), (9007199254740994)", big)).toBe(1);
    const date = between("d", { max: new Date("2024-01-31T00:00:00Z") });
    expect(await failing("d date", "('2024-01-31'), ('2024-02-01')", date)).toBe(1);
    const time = between("ts", { below: "2024-02-01" });
    expect(await failing("ts timestamp", "('2024-01-31 23:59:59'), ('2024-02-01')", time)).toBe(1);
  });

  it("reads zoned bounds without a zone as UTC, whatever the session's zone", async () => {
    await w.execute("set global timezone = 'America/New_York'");
    const spec = between("ts", { min: "2024-01-31 10:00:00" });
    expect(
      await failing(
        "ts timestamptz",
        "('2024-01-31 10:00:00+00'), ('2024-01-31 09:59:59+00')",
        spec,
      ),
    ).toBe(1);
    await w.execute("reset global timezone");
  });
});

describe("expression", () => {
  it("counts rows for which the condition is false; null passes unless told otherwise", async () => {
    const rows = "(1, 2), (3, 2), (null, 2)";
    expect(await failing("a int, b int", rows, expression("a <= b"))).toBe(1);
    expect(await failing("a int, b int", rows, expression("a <= b", { on_null: "fail" }))).toBe(2);
    expect(await failing("a int, b int", rows, expression("a <= b", { where: "b > 2" }))).toBe(0);
  });

  it("reads parameters, other relations and self", async () => {
    await w.execute("create or replace table refunds as select 1 as order_id");
    await w.values("order_id int, total int", "(1, 5), (2, 50)");
    const limit = await w.check(expression("total < $limit"), { parameters: { limit: 10 } });
    expect(limit.failing).toBe(1);
    const refunded = expression(
      "not exists (select 1 from refunds where refunds.order_id = self.order_id) -- no refunds",
    );
    expect((await w.check(refunded)).failing).toBe(1);
    const average = await w.check(expression("total <= (select avg(total) from self)"));
    expect(average.failing).toBe(1);
  });
});

describe("regex and format", () => {
  it("matches somewhere unless anchored, with flags", async () => {
    const rows = "('ab'), ('AB'), ('xaby'), (null), ('it''s')";
    expect(await failing("s text", rows, regex("s", "ab"))).toBe(2);
    expect(await failing("s text", rows, regex("s", /^ab$/i))).toBe(2);
    expect(await failing("s text", rows, regex("s", "t's", { on_null: "fail" }))).toBe(4);
  });

  it("checks the form of the whole text", async () => {
    const rows = "('a@b.co'), ('a@b.co\n'), ('x a@b.co'), ('nobody'), (null)";
    expect(await failing("s text", rows, format("s", "email"))).toBe(3);
  });
});

describe("row_count", () => {
  it("compares the number of rows, of the filter when there is one", async () => {
    await w.values("a int", "(1), (2), (3)");
    expect(await w.check(rowCount({ min: 1 }))).toMatchObject({
      status: "passed",
      observed: 3,
      rows: 3,
      expected: "at least 1 rows",
    });
    expect(await w.check(rowCount({ min: 4 }))).toMatchObject({ status: "failed" });
    expect(await w.check(rowCount({ max: 2, severity: "warn" }))).toMatchObject({
      status: "warned",
    });
    expect(await w.check(rowCount({ max: 1, where: "a > 2" }))).toMatchObject({
      status: "passed",
      observed: 1,
    });
  });
});

describe("freshness", () => {
  const now = "2024-06-01T12:00:00.000Z";
  const run = (options: Parameters<typeof freshness>[1], more: RunOptions = {}) =>
    w.check(freshness("seen_at", options), { now, ...more });

  it("warns and fails by the age of the newest value", async () => {
    await w.values("seen_at timestamp", "('2024-05-31 00:00:00'), ('2024-05-31 06:00:00'), (null)");
    const bands = { warn_after: "1d", error_after: "2d" };
    expect(await run(bands)).toMatchObject({
      status: "warned",
      observed: 30 * 3600,
      unit: "seconds",
      reason: "newest value is 2024-05-31 06:00:00, 1d 6h old",
    });
    expect(await run({ error_after: "1d" })).toMatchObject({ status: "failed" });
    expect(await run({ error_after: "30h" })).toMatchObject({ status: "passed" });
    expect(await run({ error_after: "1d", severity: "warn" })).toMatchObject({ status: "warned" });
    expect(await run(bands, { now: "2024-06-03T12:00:00Z" })).toMatchObject({ status: "failed" });
    expect(
      await run({ error_after: "1d", where: "seen_at < '2024-05-31 01:00:00'" }),
    ).toMatchObject({ observed: 36 * 3600 });
  });

  it("reads dates from their midnight and zoned times by their zone", async () => {
    await w.values("seen_at date", "('2024-06-01')");
    expect(await run({ error_after: "12h" })).toMatchObject({
      status: "passed",
      observed: 12 * 3600,
    });
    await w.values("seen_at timestamptz", "('2024-06-01 12:00:00+02')");
    expect(await run({ error_after: "1h" })).toMatchObject({
      status: "failed",
      observed: 2 * 3600,
    });
  });

  it("fails without any value, unless told to pass", async () => {
    await w.values("seen_at timestamp", "(null)");
    expect(await run({ error_after: "1d" })).toMatchObject({ status: "failed", observed: null });
    expect(await run({ error_after: "1d", on_null: "pass" })).toMatchObject({ status: "passed" });
    expect(await run({ warn_after: "1d" })).toMatchObject({ status: "warned", severity: "warn" });
  });

  it("says when the newest value lies ahead of the run", async () => {
    await w.values("seen_at timestamp", "('2024-06-04 12:00:00')");
    expect((await run({ error_after: "1d" })).reason).toContain("3d after the run's time");
    await w.values("seen_at timestamp", "('infinity')");
    expect(await run({ error_after: "1d" })).toMatchObject({ status: "passed" });
  });
});

describe("aggregate", () => {
  it("judges the value in the engine, exactly", async () => {
    await w.values("x decimal(38,2), d date", "(1.10, '2024-01-01'), (2.20, '2024-02-01')");
    expect(await w.check(aggregate("sum(x)", { min: 3, max: "3.30" }))).toMatchObject({
      status: "passed",
      observed: "3.30",
      expected: "between 3 and 3.30",
    });
    expect(await w.check(aggregate("sum(x)", { below: 3.3 }))).toMatchObject({ status: "failed" });
    expect(await w.check(aggregate("max(d)", { max: "2024-01-31" }))).toMatchObject({
      status: "failed",
      observed: "2024-02-01",
    });
    expect(
      await w.check(aggregate("sum(x) / count(*)", { max: 1, severity: "warn" })),
    ).toMatchObject({ status: "warned" });
    expect(await w.check(aggregate("count(distinct d)", { min: 2, max: 2 }))).toMatchObject({
      status: "passed",
      observed: 2,
    });
  });

  it("looks only at rows of its filter", async () => {
    await w.values("x double, s text", "(1, 'a'), (5, 'b')");
    expect(await w.check(aggregate("sum(x)", { max: 1, where: "s = 'a'" }))).toMatchObject({
      status: "passed",
      observed: 1,
    });
    expect(await w.check(aggregate("sum(x) + 0", { max: 1, where: "s = 'a'" }))).toMatchObject({
      status: "passed",
      observed: 1,
    });
  });

  it("leaves NaN and infinities of a float column out, and counts them", async () => {
    await w.values("x double", "(1), (3), ('nan'), ('nan'), ('inf'), (null)");
    for (const [sql, observed] of [
      ["avg(x)", 2],
      ["stddev_samp(x)", Math.SQRT2],
      ['max("x")', 3],
    ] as const) {
      const result = await w.check(aggregate(sql, { min: 0, max: 3 }));
      expect(result).toMatchObject({ status: "passed", reason: "left out: 2 NaN and 1 infinite" });
      expect(result.observed).toBeCloseTo(observed, 12);
    }
  });

  it("holds NaN of a free expression outside any bounds", async () => {
    await w.values("x double", "(1), ('nan')");
    expect(await w.check(aggregate("sum(x) * 1", { min: 0 }))).toMatchObject({
      status: "failed",
      observed: NaN,
    });
  });

  it("fails when there is nothing to aggregate, unless told to pass", async () => {
    await w.execute("create or replace table t (x int)");
    expect(await w.check(aggregate("sum(x)", { min: 0 }))).toMatchObject({
      status: "failed",
      observed: null,
    });
    expect(await w.check(aggregate("sum(x)", { min: 0, on_null: "pass" }))).toMatchObject({
      status: "passed",
    });
  });
});

describe("sql", () => {
  it("counts the rows its query gives", async () => {
    await w.values("a int, b int", "(1, 2), (3, 2)");
    expect(await w.check(customSql("select a, b from self where a > b -- wrong;"))).toMatchObject({
      status: "failed",
      failing: 1,
      sample: [{ a: 3, b: 2 }],
    });
    expect(await w.check(customSql("with x as (select 1) from x where false;"))).toMatchObject({
      status: "passed",
    });
  });
});
