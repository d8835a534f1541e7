import * as native from "@duckdb/node-api";
import type { WarehouseAdapter } from "@sluice/core/adapter";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseDuckType } from "./duck-type.js";
import { duckdb } from "./index.js";
import { typeIds } from "./type-ids.js";
import { parseType, sameType, typeFor } from "./types.js";
import { engineName } from "./version.js";

let warehouse: WarehouseAdapter;
beforeAll(async () => {
  warehouse = await duckdb({ path: ":memory:" }).open({ projectDir: "/" });
});
afterAll(() => warehouse.close());

async function column<T>(sql: string): Promise<T[]> {
  const values: T[] = [];
  for await (const row of warehouse.query(sql)) values.push(Object.values(row)[0] as T);
  return values;
}

test("the constants are those of the library", async () => {
  expect(engineName).toBe(`duckdb ${native.version().replace(/^v/, "")}`);
  for (const [name, id] of Object.entries(typeIds)) {
    expect(native.DuckDBTypeId[name as keyof typeof native.DuckDBTypeId], name).toBe(id);
  }
});

test("every type name of the engine is understood, or known not to be", async () => {
  const names = await column<string>("select distinct type_name from duckdb_types() order by all");
  const unknown = names.filter((name) => {
    const text = ["enum", "struct", "map", "union", "list", "array", "row"].includes(
      name.toLowerCase(),
    )
      ? undefined
      : name;
    return text !== undefined && parseDuckType(text) === undefined;
  });
  expect(unknown).toEqual([]);
});

test("a synonym means what the engine says it means", async () => {
  for (const name of await column<string>(
    "select distinct type_name from duckdb_types() order by all",
  )) {
    if (
      ["enum", "struct", "map", "union", "list", "array", "null", "row", '"null"'].includes(
        name.toLowerCase(),
      )
    )
      continue;
    const [canonical] = await column<string>(`select typeof(cast(null as ${name})) as t`);
    expect(sameType(name, canonical ?? ""), `${name} is ${canonical ?? ""}`).toBe(true);
  }
});

const texts = [
  "BOOLEAN",
  "TINYINT",
  "SMALLINT",
  "INTEGER",
  "BIGINT",
  "HUGEINT",
  "UTINYINT",
  "USMALLINT",
  "UINTEGER",
  "UBIGINT",
  "UHUGEINT",
  "BIGNUM",
  "FLOAT",
  "DOUBLE",
  "DECIMAL(4,1)",
  "DECIMAL(18,3)",
  "DECIMAL(38,38)",
  "VARCHAR",
  "BLOB",
  "BIT",
  "DATE",
  "TIME",
  "TIME_NS",
  "TIME WITH TIME ZONE",
  "TIMESTAMP",
  "TIMESTAMP_S",
  "TIMESTAMP_MS",
  "TIMESTAMP_NS",
  "TIMESTAMP WITH TIME ZONE",
  "INTERVAL",
  "UUID",
  "JSON",
  "ENUM('a', 'it''s', 'b c')",
  "INTEGER[]",
  "INTEGER[3]",
  "VARCHAR[][2]",
  "MAP(VARCHAR, INTEGER[])",
  'STRUCT(a INTEGER, "B c" VARCHAR, "select" DATE, "quo""te" JSON, b STRUCT(x DECIMAL(9,2)[]))',
  "UNION(num INTEGER, str VARCHAR)",
  "STRUCT(a TIMESTAMP WITH TIME ZONE)[]",
];

test.each(texts)("%s: dry run, catalog and our own reading agree", async (text) => {
  await warehouse.execute(`create or replace table typed (v ${text})`);
  const described = await warehouse.describe({ schema: "main", name: "typed" });
  const dry = await warehouse.dryRun("from typed");
  expect(dry.columns[0]?.type).toBe(described?.columns[0]?.type);
  expect(sameType(dry.columns[0]?.type ?? "", text)).toBe(true);
  await warehouse.execute(`create or replace table typed_again (v ${dry.columns[0]?.type ?? ""})`);
});

describe("sameType", () => {
  test.each([
    ["int8", "BIGINT", true],
    ["decimal(18,2)", "NUMERIC(18, 2)", true],
    ["decimal", "DECIMAL(18,3)", true],
    ["decimal(10)", "DECIMAL(10,0)", true],
    ["decimal(18,2)", "decimal(18,3)", false],
    ["text", "VARCHAR", true],
    ["varchar(10)", "VARCHAR", true],
    ["timestamptz", "timestamp  with  time zone", true],
    ["timestamp", "timestamptz", false],
    ["double precision", "float8", true],
    ["int[]", "INTEGER [ ]", true],
    ["int[3]", "int[4]", false],
    ["int[]", "int[3]", false],
    ["struct(a int, b text)", 'STRUCT(A INTEGER, "b" VARCHAR)', true],
    ["struct(a int, b text)", "struct(b text, a int)", false],
    ["map(text, int)", "MAP(VARCHAR, INTEGER)", true],
    ["enum('a','b')", "ENUM('a', 'b')", true],
    ["enum('a','b')", "ENUM('b', 'a')", false],
    ["constructor", "__proto__", false],
    ["bogus", "bogus", true],
  ])("%s and %s: %s", (a, b, same) => {
    expect(sameType(a, b)).toBe(same);
    expect(sameType(b, a)).toBe(same);
  });
});

test("nested types are taken apart", () => {
  expect(parseType("STRUCT(a INTEGER[], m MAP(VARCHAR, DECIMAL(9,2)))")).toEqual({
    kind: "struct",
    fields: [
      { name: "a", type: { kind: "list", element: { kind: "integer" } } },
      { name: "m", type: { kind: "map", key: { kind: "text" }, element: { kind: "decimal" } } },
    ],
  });
  expect(parseType("constructor")).toEqual({ kind: "other" });
  expect(parseType("INTEGER; drop table x")).toEqual({ kind: "other" });
});

test("a kind's type is of that kind", () => {
  for (const kind of [
    "boolean",
    "integer",
    "bigint",
    "decimal",
    "float",
    "text",
    "date",
    "time",
    "timestamp",
    "timestamptz",
    "interval",
    "blob",
    "uuid",
    "json",
  ] as const) {
    expect(parseType(typeFor(kind) ?? "").kind).toBe(kind);
  }
  for (const kind of ["list", "struct", "map", "enum", "other"] as const)
    expect(typeFor(kind)).toBeUndefined();
});
