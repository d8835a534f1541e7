import type { CheckSpec } from "@sluice/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { useWarehouse } from "../../test/warehouse.js";
import { aggregate, between, freshness, rowCount } from "../index.js";

const w = useWarehouse();

interface Row {
  readonly n: number | null;
  readonly x: number | null;
  /** Hours before the run. */
  readonly age: number | null;
}

const row: fc.Arbitrary<Row> = fc.record({
  n: fc.option(fc.integer({ min: -9, max: 9 })),
  x: fc.option(fc.constantFrom(NaN, Infinity, -Infinity, -2.5, 0, 0.25, 4)),
  age: fc.option(fc.integer({ min: -5, max: 100 })),
});
const table = fc.array(row, { maxLength: 10 });
const filter = fc.constantFrom(undefined, "n >= 0", "seen_at is not null -- dated");
const nulls = fc.constantFrom("pass" as const, "fail" as const);

const kept = (rows: readonly Row[], where: string | undefined) =>
  rows.filter((r) => {
    if (where === undefined) return true;
    return where.startsWith("n") ? r.n !== null && r.n >= 0 : r.age !== null;
  });
const numbers = (rows: readonly Row[], column: "n" | "x") =>
  rows.flatMap((r) => (r[column] !== null && Number.isFinite(r[column]) ? [r[column]] : []));

const functions: Readonly<Record<string, (values: readonly number[]) => number>> = {
  sum: (values) => values.reduce((a, b) => a + b, 0),
  min: (values) => Math.min(...values),
  max: (values) => Math.max(...values),
  avg: (values) => values.reduce((a, b) => a + b, 0) / values.length,
};

describe("checks of a whole relation", () => {
  it("judge what a naive evaluation of the rows gives", async () => {
    const cases = fc.record({
      rows: table,
      where: filter,
      on_null: nulls,
      column: fc.constantFrom("n" as const, "x" as const),
      fn: fc.constantFrom(...Object.keys(functions)),
      limit: fc.integer({ min: -5, max: 5 }),
      hours: fc.integer({ min: 1, max: 99 }),
    });
    await fc.assert(
      fc.asyncProperty(cases, async ({ rows, where, on_null, column, fn, limit, hours }) => {
        await store(rows);
        const looked = kept(rows, where);
        const filtered = where === undefined ? {} : { where };
        const values = numbers(looked, column);
        const value = values.length === 0 ? null : functions[fn]?.(values);
        const ages = looked.flatMap(({ age }) => (age === null ? [] : [age]));
        const age = ages.length === 0 ? null : Math.min(...ages);
        const specs: CheckSpec[] = [
          rowCount({ min: 2, max: 5, ...filtered }),
          aggregate(`${fn}(${column})`, { min: limit, on_null, ...filtered }),
          freshness("seen_at", { error_after: `${hours}h`, on_null, ...filtered }),
        ];
        const [count, measured, fresh] = await w.checks(specs);
        expect(count).toMatchObject({
          observed: looked.length,
          status: looked.length >= 2 && looked.length <= 5 ? "passed" : "failed",
        });
        const holds = (known: boolean | null) =>
          (known ?? on_null === "pass") ? "passed" : "failed";
        expect(measured?.status).toBe(holds(typeof value === "number" ? value >= limit : null));
        if (typeof value === "number") expect(Number(measured?.observed)).toBeCloseTo(value, 9);
        else expect(measured?.observed).toBeNull();
        expect(fresh).toMatchObject({
          observed: age === null ? null : age * 3600,
          status: holds(age === null ? null : age <= hours),
        });
      }),
      { numRuns: 100 },
    );
  });
});

describe("bands", () => {
  const band = fc.oneof(
    fc.integer({ min: 0, max: 6 }),
    fc.integer({ min: 0, max: 100 }).map((n) => `${n}%` as const),
  );
  const over = (limit: number | string, failing: number, rows: number) =>
    typeof limit === "number"
      ? failing > limit
      : failing * 100 > Number(limit.replace("%", "")) * rows;

  it("tolerate exactly their count, or their share of the rows looked at", async () => {
    const cases = fc.record({
      rows: table,
      where: filter,
      warn: fc.option(band, { nil: undefined }),
      fail: fc.option(band, { nil: undefined }),
    });
    await fc.assert(
      fc.asyncProperty(cases, async ({ rows, where, warn, fail }) => {
        await store(rows);
        const looked = kept(rows, where);
        const failing = looked.filter((r) => r.n !== null && r.n < 0).length;
        const given = {
          ...(warn === undefined ? {} : { warn }),
          ...(fail === undefined ? {} : { fail }),
          ...(where === undefined ? {} : { where }),
        };
        const result = await w.check(between("n", { min: 0, ...given }));
        const failLimit = fail ?? (warn === undefined ? 0 : undefined);
        const failed = failLimit !== undefined && over(failLimit, failing, looked.length);
        const warned = warn !== undefined && over(warn, failing, looked.length);
        expect(result).toMatchObject({
          failing,
          rows: looked.length,
          status: failed ? "failed" : warned ? "warned" : "passed",
          severity: warn !== undefined && fail === undefined ? "warn" : "error",
        });
      }),
      { numRuns: 150 },
    );
  });
});

async function store(rows: readonly Row[]): Promise<void> {
  await w.execute("create or replace table t (n int, x double, seen_at timestamp)");
  if (rows.length === 0) return;
  const values = rows.map(({ n, x, age }) => {
    const float = x === null ? "null" : `'${x}'::double`;
    const seen = age === null ? "null" : `timestamp '2024-06-01 12:00:00' - to_hours(${age})`;
    return `(${n ?? "null"}, ${float}, ${seen})`;
  });
  await w.execute(`insert into t values ${values.join(", ")}`);
}
