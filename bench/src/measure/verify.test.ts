import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { assertSameContents } from "./verify.js";

const relations = [
  { schema: "a", name: "one" },
  { schema: "a", name: "two" },
];
const original = {
  one: "select 1 as id, 'x' as label union all select 2, 'y'",
  two: "select 3 as id",
};

describe("assertSameContents", () => {
  let dir = "";
  beforeEach(() => (dir = mkdtempSync(path.join(tmpdir(), "bench-verify-"))));
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  async function compare(changed: Partial<typeof original>): Promise<number> {
    const files = { ours: path.join(dir, "ours.duckdb"), other: path.join(dir, "other.duckdb") };
    await write(files.ours, { ...original, ...changed });
    await write(files.other, original);
    return assertSameContents(relations, files);
  }

  it("counts the rows of two warehouses that are alike, whatever their order", async () => {
    const one = "select 2 as id, 'y' as label union all select 1, 'x'";
    await expect(compare({ one })).resolves.toBe(3);
  });

  it.each([
    ["another value", "select 1 as id, 'x' as label union all select 2, 'z'"],
    ["a missing row", "select 1 as id, 'x' as label"],
    ["values swapped between rows", "select 1 as id, 'y' as label union all select 2, 'x'"],
    ["another type", "select 1::bigint as id, 'x' as label union all select 2, 'y'"],
    ["another name", "select 1 as key, 'x' as label union all select 2, 'y'"],
  ])("refuses %s", async (_, one) => {
    await expect(compare({ one })).rejects.toThrow("a.one");
  });
});

/** Tables behind views, as in the warehouses of the bench. */
async function write(file: string, queries: typeof original): Promise<void> {
  const instance = await DuckDBInstance.create(file);
  const connection = await instance.connect();
  await connection.run("create schema a; create schema physical");
  for (const [name, query] of Object.entries(queries)) {
    await connection.run(`create table physical.${name} as ${query}`);
    await connection.run(`create view a.${name} as select * from physical.${name}`);
  }
  connection.closeSync();
  instance.closeSync();
}
