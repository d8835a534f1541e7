import { readFileSync } from "node:fs";
import { inspect } from "node:util";
import type { SqlValue, TypeKind, WarehouseAdapter } from "@sluice/core/adapter";
import { afterAll, beforeAll, expect, test } from "vitest";
import { all } from "../test/files.js";
import { parseDuckType } from "./duck-type.js";
import { duckdb } from "./index.js";
import { parseType, typeFor } from "./types.js";

const page = readFileSync(
  new URL("../../../docs/reference/duckdb-types.md", import.meta.url),
  "utf8",
);
/** Lines of the page's tables: the code in each cell. */
const lines = page
  .split("\n")
  .filter((line) => line.startsWith("| `"))
  .map((line) => [...line.matchAll(/`([^`]+)`/g)].map((cell) => cell[1] ?? ""));
const types = lines.filter((line) => line.length === 4);
const kinds = lines.filter((line) => line.length === 2);

let warehouse: WarehouseAdapter;
beforeAll(async () => {
  warehouse = await duckdb({ path: ":memory:" }).open({ projectDir: "/" });
});
afterAll(() => warehouse.close());

test.each(types)("%s is a %s: %s gives %s", async (type, kind, example, value) => {
  expect(parseType(type).kind).toBe(kind);
  const read = async (sql: string): Promise<SqlValue> =>
    (await all(warehouse, sql))[0]?.["v"] ?? null;
  const found = await read(`select cast(${example} as ${type}) as v`);
  expect(inspect(found, { breakLength: Infinity })).toBe(value);
  const again = await read(`select ${warehouse.dialect.literal(found, type)} as v`);
  expect(again).toEqual(found);
  await warehouse.execute(`create or replace table loaded (v ${type})`);
  await warehouse.load({ schema: "main", name: "loaded" }, [[found]]);
  expect(await read("select v from loaded")).toEqual(found);
});

test("the page has every type of the engine, or says that its values cannot be read", async () => {
  const names = await all(warehouse, "select distinct type_name as n from duckdb_types()");
  const canonical = names
    .flatMap(({ n }) => (typeof n === "string" ? [n] : []))
    .map((name) => parseDuckType(`"${name}"`)?.name ?? name);
  const shown = new Set(types.map(([type]) => parseDuckType(type ?? "")?.name));
  const said = /Values of (.+?) and of structs without names/s.exec(page)?.[1] ?? "";
  const nested = ["ARRAY", "ENUM", "LIST", "MAP", "ROW", "STRUCT", "UNION"];
  const missing = canonical
    .map((name) => name.toUpperCase())
    .filter((name) => !shown.has(name) && !said.includes(`\`${name}\``))
    .filter((name) => !nested.includes(name) && name !== "NULL" && name !== '"NULL"');
  expect(missing).toEqual([]);
  for (const name of ["LIST", "ARRAY", "ENUM", "MAP", "STRUCT", "UNION"])
    expect(shown, name).toContain(name);
});

test("the page has the type of every kind that has one", () => {
  const every: readonly TypeKind[] = [
    ...new Set(types.map(([type]) => parseType(type ?? "").kind)),
  ];
  const expected = every.flatMap((kind) => {
    const type = typeFor(kind);
    return type === undefined ? [] : [[kind, type]];
  });
  expect(kinds.toSorted()).toEqual(expected.toSorted());
});
