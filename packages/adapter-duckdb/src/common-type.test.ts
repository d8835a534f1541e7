import type { WarehouseAdapter } from "@sluice/core/adapter";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { commonType } from "./common-type.js";
import { duckdb } from "./index.js";
import { sameType } from "./types.js";
import { widens } from "./widening.js";

let warehouse: WarehouseAdapter;
beforeAll(async () => {
  warehouse = await duckdb({ path: ":memory:" }).open({ projectDir: "/" });
});
afterAll(() => warehouse.close());

async function holds(predicate: string): Promise<boolean> {
  for await (const row of warehouse.query(`select coalesce(${predicate}, false) as v`)) {
    return row["v"] === true;
  }
  return false;
}

const pairs = [
  ["INTEGER", "BIGINT", "BIGINT"],
  ["UINTEGER", "INTEGER", "BIGINT"],
  ["UBIGINT", "BIGINT", "HUGEINT"],
  ["UTINYINT", "TINYINT", "SMALLINT"],
  ["BIGINT", "DECIMAL(10,2)", "DECIMAL(21,2)"],
  ["HUGEINT", "DECIMAL(10,2)", "DECIMAL(38,2)"],
  ["DECIMAL(9,2)", "DECIMAL(9,3)", "DECIMAL(10,3)"],
  ["DECIMAL(38,0)", "DECIMAL(38,10)", "DECIMAL(38,10)"],
  ["BIGINT", "DOUBLE", "DOUBLE"],
  ["BIGINT", "FLOAT", "DOUBLE"],
  ["DECIMAL(6,2)", "DOUBLE", "DOUBLE"],
  ["DATE", "TIMESTAMP", "TIMESTAMP"],
  ["TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP"],
  ["ENUM('a', 'b')", "ENUM('b', 'it''s')", "ENUM('a', 'b', 'it''s')"],
  ["ENUM('a')", "VARCHAR", "VARCHAR"],
  ["STRUCT(a INTEGER)", "STRUCT(b DATE, A BIGINT)", 'STRUCT("b" DATE, "A" BIGINT)'],
  ["STRUCT(a INTEGER, x DATE)", "STRUCT(a BIGINT)", 'STRUCT("a" BIGINT, "x" DATE)'],
  [
    'STRUCT("order" INTEGER, x DATE)[]',
    'STRUCT("order" BIGINT)[]',
    'STRUCT("order" BIGINT, "x" DATE)[]',
  ],
  [
    "MAP(VARCHAR, STRUCT(a INTEGER))",
    "MAP(VARCHAR, STRUCT(a INTEGER, b ENUM('x')))",
    'MAP(VARCHAR, STRUCT("a" INTEGER, "b" ENUM(\'x\')))',
  ],
  ["INTEGER[2]", "BIGINT[2]", "BIGINT[2]"],
] as const;

describe("a type that two types have in common", () => {
  test.each(pairs)("is, of %s and %s, %s", async (a, b, common) => {
    const found = commonType(a, b) ?? "";
    expect(sameType(found, common), found).toBe(true);
    const mirrored = commonType(b, a) ?? "";
    expect(widens(found, mirrored) && widens(mirrored, found), mirrored).toBe(true);
    expect(await holds(`cast(null as ${found}) is null`)).toBe(true);
  });

  test.each([
    ["INTEGER", "VARCHAR"],
    ["INTEGER", "DATE"],
    ["BOOLEAN", "INTEGER"],
    ["TIMESTAMP", "TIMESTAMP WITH TIME ZONE"],
    ["TIMESTAMP_NS", "TIMESTAMP"],
    ["INTEGER", "INTEGER[]"],
    ["INTEGER[2]", "INTEGER[3]"],
    ["STRUCT(a INTEGER)", "STRUCT(b INTEGER)"],
    ["STRUCT(a INTEGER)", "STRUCT(a VARCHAR)"],
    ["MAP(VARCHAR, INTEGER)", "MAP(INTEGER, INTEGER)"],
    ["no such type", "INTEGER"],
  ])("is not there for %s and %s", (a, b) => {
    expect(commonType(a, b)).toBeUndefined();
    expect(commonType(b, a)).toBeUndefined();
  });

  test("holds values of both as they are, where it is wider than both", async () => {
    const values = {
      TINYINT: "-128",
      UTINYINT: "255",
      INTEGER: "-2147483648",
      UINTEGER: "4294967295",
      BIGINT: "9223372036854775807",
      "DECIMAL(6,2)": "-9999.99",
      "DECIMAL(10,4)": "123456.7891",
      "ENUM('a', 'b')": "b",
      "ENUM('c', 'a')": "c",
      "STRUCT(a INTEGER, b VARCHAR)": "{'a': 1, 'b': 'x'}",
      "STRUCT(c DATE, a BIGINT)": "{'c': 2024-01-01, 'a': 9007199254740993}",
    };
    const type = fc.constantFrom(...(Object.keys(values) as (keyof typeof values)[]));
    const nest = fc.constantFrom(
      (t: string, v: string) => [t, v] as const,
      (t: string, v: string) => [`${t}[]`, `[${v}]`] as const,
      (t: string, v: string) => [`MAP(VARCHAR, ${t})`, `{k=${v}}`] as const,
    );
    await fc.assert(
      fc.asyncProperty(type, type, nest, async (a, b, nested) => {
        const [[from, value], [other]] = [nested(a, values[a]), nested(b, values[b])];
        const common = commonType(from, other);
        if (common === undefined) return;
        expect(widens(from, common) && widens(other, common), common).toBe(true);
        const literal = `cast('${value.replaceAll("'", "''")}' as ${from})`;
        const back = `cast(cast(${literal} as ${common}) as ${from})`;
        expect(await holds(`cast(${back} as varchar) = cast(${literal} as varchar)`)).toBe(true);
      }),
      { numRuns: 150 },
    );
  });
});
