import type { WarehouseAdapter } from "@sluice/core/adapter";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { duckdb } from "./index.js";
import { lowest, widens } from "./widening.js";

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

/** The values of each type that are hardest to hold. */
const extremes: Readonly<Record<string, readonly string[]>> = {
  TINYINT: ["-128", "127"],
  SMALLINT: ["-32768", "32767"],
  INTEGER: ["-2147483648", "2147483647"],
  BIGINT: ["-9223372036854775808", "9223372036854775807"],
  HUGEINT: ["-170141183460469231731687303715884105728", "170141183460469231731687303715884105727"],
  UTINYINT: ["0", "255"],
  USMALLINT: ["0", "65535"],
  UINTEGER: ["0", "4294967295"],
  UBIGINT: ["0", "18446744073709551615"],
  "DECIMAL(4,2)": ["-99.99", "99.99"],
  "DECIMAL(5,2)": ["-999.99", "999.99"],
  "DECIMAL(6,4)": ["-99.9999", "99.9999"],
  "DECIMAL(10,0)": ["-9999999999", "9999999999"],
  FLOAT: ["0.1", "1e-45", "3.4e38"],
  DOUBLE: ["0.1", "5e-324", "1e300"],
  DATE: ["0001-01-01", "9999-12-31"],
  TIMESTAMP_S: ["0001-01-01 00:00:01", "9999-12-31 23:59:59"],
  TIMESTAMP_MS: ["0001-01-01 00:00:01.001", "9999-12-31 23:59:59.999"],
  TIMESTAMP: ["0001-01-01 00:00:01.000001", "9999-12-31 23:59:59.999999"],
  TIMESTAMP_NS: ["1700-01-01 00:00:00.000000001"],
};
const types = Object.keys(extremes);

/** True when the engine brings a value to a type and back without a change to its last digit. */
const survives = (value: string, from: string, to: string) => {
  const given = `cast('${value}' as ${from})`;
  const back = `try_cast(try_cast(${given} as ${to}) as ${from})`;
  return holds(`cast(${back} as varchar) = cast(${given} as varchar)`);
};

describe("what widens", () => {
  test.each(types)("%s is held by the engine to the last digit", async (from) => {
    expect(widens(from, from)).toBe(true);
    for (const to of types.filter((type) => widens(from, type))) {
      for (const value of extremes[from] ?? []) {
        expect(await survives(value, from, to), `${value} as ${from} in ${to}`).toBe(true);
      }
    }
  });

  test("is every type of whole numbers that the engine finds room in", async () => {
    const whole = types.filter((type) => type.includes("INT"));
    for (const from of whole) {
      for (const to of [...whole, "DECIMAL(10,0)", "DECIMAL(5,2)"]) {
        const found = [];
        for (const value of extremes[from] ?? []) found.push(await survives(value, from, to));
        expect(widens(from, to), `${from} to ${to}`).toBe(!found.includes(false));
      }
    }
  });

  test.each([
    ["BIGINT", "DOUBLE"],
    ["INTEGER", "FLOAT"],
    ["DECIMAL(4,2)", "DOUBLE"],
    ["TIMESTAMP_NS", "TIMESTAMP"],
    ["DATE", "TIMESTAMP_NS"],
    ["TIMESTAMP", "TIMESTAMP WITH TIME ZONE"],
    ["INTEGER", "VARCHAR"],
    ["STRUCT(a INTEGER, b INTEGER)", "STRUCT(a INTEGER)"],
    ["STRUCT(a BIGINT)", "STRUCT(a INTEGER, b INTEGER)"],
    ["INTEGER[3]", "INTEGER[]"],
    ["ENUM('a', 'b')", "ENUM('a')"],
    ["MAP(VARCHAR, BIGINT)", "MAP(VARCHAR, INTEGER)"],
    ["no such type", "no such type"],
  ])("is not %s to %s", (from, to) => {
    expect(widens(from, to)).toBe(false);
  });

  test("is true of the parts of nested types", () => {
    expect(widens("INTEGER[3]", "BIGINT[3]")).toBe(true);
    expect(widens("MAP(VARCHAR, INTEGER)[]", "MAP(VARCHAR, BIGINT)[]")).toBe(true);
    expect(widens("STRUCT(a ENUM('x'))", "STRUCT(A VARCHAR)")).toBe(true);
    expect(widens("STRUCT(a INTEGER, b DATE)", "STRUCT(c DATE, b DATE, a BIGINT)")).toBe(true);
    expect(widens("STRUCT(a INTEGER)[]", "STRUCT(b INTEGER, a INTEGER)[]")).toBe(true);
  });
});

test.each(types.filter((type) => /INT|DATE|TIME/.test(type)))(
  "no %s is below the lowest",
  async (type) => {
    for (const value of extremes[type] ?? []) {
      expect(await holds(`cast('${value}' as ${type}) >= ${lowest(type)}`), value).toBe(true);
    }
  },
);
