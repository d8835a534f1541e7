import { describe, expect, it } from "vitest";
import { useWarehouse, type RunOptions } from "../../test/warehouse.js";
import { aggregate, freshness, rowCount } from "../index.js";

const w = useWarehouse();

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
