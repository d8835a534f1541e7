import { afterAll, beforeAll, expect, test } from "vitest";
import type { Row, WarehouseAdapter } from "@sluice/core/adapter";
import { duckdb } from "./index.js";
import {
  clockKeywords,
  clockOfOneArgument,
  fixedFunctions,
  unstableFunctions,
} from "./unstable-functions.js";

let warehouse: WarehouseAdapter;
beforeAll(async () => {
  warehouse = await duckdb({ path: ":memory:" }).open({ projectDir: "/" });
});
afterAll(() => warehouse.close());

async function rows(sql: string): Promise<readonly Row[]> {
  const found: Row[] = [];
  for await (const row of warehouse.query(sql)) found.push(row);
  return found;
}

const textOf = (value: unknown) => (typeof value === "string" ? value : "");

async function names(where: string): Promise<readonly string[]> {
  const found = await rows(
    `select distinct function_name as name from duckdb_functions() where ${where} order by 1`,
  );
  return found.map(({ name }) => textOf(name));
}

const known = (name: string) => unstableFunctions.has(name) || fixedFunctions.has(name);

test("every function that the engine does not call consistent is in the catalogue", async () => {
  const found = await names("stability <> 'CONSISTENT' and function_type = 'scalar'");
  expect(found.length).toBeGreaterThan(20);
  expect(found.filter((name) => !known(name))).toEqual([]);
});

test("every macro of the engine that calls an unstable function is in the catalogue", async () => {
  const found = await rows(
    "select function_name as name, macro_definition as body from duckdb_functions() where function_type like '%macro' and internal",
  );
  const called = [...unstableFunctions.keys(), ...clockKeywords];
  const calling = found.filter(({ body }) =>
    called.some((name) => new RegExp(`\\b${name}\\b`, "i").test(textOf(body))),
  );
  expect(calling.length).toBeGreaterThan(2);
  expect(calling.map(({ name }) => textOf(name)).filter((name) => !known(name))).toEqual([]);
});

test("the catalogue names functions of the engine, each once", async () => {
  const all = new Set(await names("true"));
  const listed = [...unstableFunctions.keys(), ...fixedFunctions.keys(), ...clockOfOneArgument];
  expect(listed.filter((name) => !all.has(name))).toEqual([]);
  expect(new Set(listed).size).toBe(listed.length);
});

test("functions without arguments that the catalogue leaves out give the same value a second later", async () => {
  const found = await rows(
    `select distinct function_name as name from duckdb_functions()
     where function_type in ('scalar', 'macro') and len(parameters) = 0 and internal order by 1`,
  );
  const steady = found.map(({ name }) => textOf(name)).filter((name) => !known(name));
  const valueOf = async (name: string) => {
    try {
      return JSON.stringify((await rows(`select cast(${name}() as text) as v`))[0]);
    } catch {
      return "no value";
    }
  };
  const both = async () => Promise.all(steady.map(valueOf));
  const before = await both();
  await new Promise((resolve) => setTimeout(resolve, 1100));
  const after = await both();
  expect(steady.length).toBeGreaterThan(5);
  expect(steady.filter((_, i) => before[i] !== after[i])).toEqual([]);
}, 20_000);

test("keywords read the clock without parentheses and are hidden by a column", async () => {
  for (const word of clockKeywords) {
    expect((await rows(`select ${word} is not null as v`))[0]).toEqual({ v: true });
    expect((await rows(`select ${word} as v from (select 1 as ${word}) t`))[0]).toEqual({ v: 1 });
  }
});
