import type { CheckSpec } from "@sluice/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { useWarehouse } from "../../test/warehouse.js";
import {
  acceptedValues,
  between,
  customSql,
  expression,
  format,
  notNull,
  regex,
  relationships,
  unique,
} from "../index.js";

const w = useWarehouse();

interface Row {
  readonly n: number | null;
  readonly x: number | null;
  readonly s: string | null;
}

/** A check and the same rule in TypeScript: `undefined` where SQL would say null. */
interface Rule {
  readonly spec: CheckSpec;
  readonly fails: (row: Row, rows: readonly Row[]) => boolean | undefined;
  readonly onNull: "pass" | "fail";
}

const texts = ["a", "b", "A", "", "a b", "it's", "é", "e\u0301", "\n", "🦆", "ß", "12", "-7", "１"];
const floats = [NaN, Infinity, -Infinity, -1.5, 0, 0.1, 1, 2.5];
const row: fc.Arbitrary<Row> = fc.record({
  n: fc.option(fc.integer({ min: -3, max: 3 })),
  x: fc.option(fc.constantFrom(...floats)),
  s: fc.option(fc.constantFrom(...texts)),
});
const onNull = fc.constantFrom("pass" as const, "fail" as const);
const parents = [-1, 0, 2];

const rule: fc.Arbitrary<Rule> = fc.oneof(
  fc.constant<Rule>({ spec: notNull("s"), fails: (r) => r.s === null, onNull: "pass" }),
  fc.constant<Rule>({
    spec: notNull(["n", "x"]),
    fails: (r) => r.n === null || r.x === null,
    onNull: "pass",
  }),
  fc
    .tuple(fc.constantFrom("n" as const, "x" as const), fc.integer({ min: -3, max: 3 }), onNull)
    .map(([column, min, nulls]): Rule => ({
      spec: between(column, { min, below: 3, on_null: nulls }),
      fails: (r) => {
        const value = r[column];
        return value === null ? undefined : !(value >= min && value < 3);
      },
      onNull: nulls,
    })),
  fc.tuple(fc.subarray(texts, { minLength: 1 }), onNull).map(([values, nulls]): Rule => ({
    spec: acceptedValues("s", values, { on_null: nulls }),
    fails: (r) => (r.s === null ? undefined : !values.includes(r.s)),
    onNull: nulls,
  })),
  onNull.map((nulls): Rule => ({
    spec: expression("n <= x", { on_null: nulls }),
    // DuckDB orders NaN above every number.
    fails: (r) => (r.n === null || r.x === null ? undefined : !(Number.isNaN(r.x) || r.n <= r.x)),
    onNull: nulls,
  })),
  onNull.map((nulls): Rule => ({
    spec: regex("s", /^[a-z' ]+$/, { on_null: nulls }),
    fails: (r) => (r.s === null ? undefined : !/^[a-z' ]+$/.test(r.s)),
    onNull: nulls,
  })),
  onNull.map((nulls): Rule => ({
    spec: format("s", "integer", { on_null: nulls }),
    fails: (r) => (r.s === null ? undefined : !/^[+-]?[0-9]+$/.test(r.s)),
    onNull: nulls,
  })),
  fc.integer({ min: -3, max: 3 }).map((n): Rule => ({
    spec: customSql(`select * from self where n > ${n} -- large`),
    fails: (r) => r.n !== null && r.n > n,
    onNull: "pass",
  })),
  fc.tuple(fc.subarray([-1, 0, 2], { minLength: 1 }), onNull).map(([values, nulls]): Rule => ({
    spec: acceptedValues("n", values, { on_null: nulls }),
    fails: (r) => (r.n === null ? undefined : !values.includes(r.n)),
    onNull: nulls,
  })),
  onNull.map((nulls): Rule => ({
    spec: relationships("n", { to: "parents", field: "id", on_null: nulls }),
    fails: (r) => (r.n === null ? undefined : !parents.includes(r.n)),
    onNull: nulls,
  })),
  fc
    .tuple(fc.subarray(["n", "s"] as const, { minLength: 1 }), onNull)
    .map(([columns, nulls]): Rule => ({
      spec: unique([...columns], { on_null: nulls }),
      fails: (r, rows) => {
        if (columns.some((c) => r[c] === null)) return undefined;
        return rows.filter((other) => columns.every((c) => other[c] === r[c])).length > 1;
      },
      onNull: nulls,
    })),
);

const filter = fc.constantFrom(
  undefined,
  { sql: "n > 0", keeps: (r: Row) => r.n !== null && r.n > 0 },
  { sql: "s = 'a' -- only a", keeps: (r: Row) => r.s === "a" },
);

/** Custom SQL filters in its own query. */
function filterArgs({ type }: CheckSpec, f: { readonly sql: string } | undefined) {
  return f && type !== "sql" ? { where: f.sql } : {};
}

function naive({ fails, onNull: nulls }: Rule, rows: readonly Row[]): number {
  return rows.filter((r) => fails(r, rows) ?? nulls === "fail").length;
}

describe("any check on any table", () => {
  it("counts what a naive evaluation counts, alone and in a batch, and samples only failing rows", async () => {
    await w.execute(
      "create table parents (id int); insert into parents values (-1), (0), (2), (null)",
    );
    const cases = fc.record({
      rows: fc.array(row, { maxLength: 12 }),
      rules: fc.array(fc.record({ rule, filter }), { minLength: 1, maxLength: 8 }),
    });
    await fc.assert(
      fc.asyncProperty(cases, async ({ rows, rules }) => {
        await store(rows);
        const specs = rules.map(({ rule: { spec }, filter: f }, i) => ({
          ...spec,
          args: { ...spec.args, name: `c${i}`, sample: 100, ...filterArgs(spec, f) },
        }));
        const results = await w.checks(specs);
        rules.forEach(({ rule: r, filter: f }, i) => {
          const looked = f && r.spec.type !== "sql" ? rows.filter((each) => f.keeps(each)) : rows;
          const expected = naive(r, looked);
          const result = results[i];
          expect(result, result?.error?.message).toMatchObject({ failing: expected });
          expect(result?.status).toBe(expected === 0 ? "passed" : "failed");
          expect(result?.sample?.length ?? 0).toBe(expected);
        });
      }),
      { numRuns: 150 },
    );
  });
});

async function store(rows: readonly Row[]): Promise<void> {
  const { dialect } = w.adapter;
  await w.execute("create or replace table t (n int, x double, s text)");
  if (rows.length === 0) return;
  const values = rows.map(({ n, x, s }) => {
    const float = x === null ? "null" : `'${x}'::double`;
    return `(${dialect.literal(n)}, ${float}, ${dialect.literal(s)})`;
  });
  await w.execute(`insert into t values ${values.join(", ")}`);
}
