import { duckdb } from "@sluice/adapter-duckdb";
import os from "node:os";
import { beforeEach, expect, it, vi } from "vitest";
import { testProject } from "../../test/project.js";
import type { WarehouseAdapter } from "./warehouse-adapter.js";
import { columnLineage } from "@sluice/sql/lineage";
import { treeReader } from "./query-reader.js";

const { dialect: language } = duckdb({ path: ":memory:" });
const parser = vi.hoisted(() => ({ loaded: 0 }));

// As where the package is not installed.
vi.mock("@polyglot-sql/sdk", () => {
  parser.loaded += 1;
  throw new Error("Cannot find package '@polyglot-sql/sdk'");
});

beforeEach(() => {
  parser.loaded = 0;
});

it("an engine with trees of its own reads them itself, in one call", async () => {
  const engine = await duckdb({ path: ":memory:" }).openScratch({ projectDir: os.tmpdir() });
  try {
    const read = treeReader(() => Promise.resolve(engine));
    const trees = await read(["select 1", "select (", "select 2"]);
    expect(trees.map(({ ok }) => ok)).toEqual([true, false, true]);
    expect(parser.loaded).toBe(0);
  } finally {
    await engine.close();
  }
});

it("a project on DuckDB never loads the parser of many dialects", async () => {
  const project = testProject({
    "models/m/a.sql": "/* model\nkind: table\n*/\nselect 1 as id, 2 as x",
    "models/m/b.sql": "/* model\nkind: table\n*/\nselect id, x + 1 as y from m.a",
    "models/m/c.sql": "select y from m.b",
  });
  await project.build();
  project.write({ "models/m/a.sql": "/* model\nkind: table\n*/\nselect 1 as id, 3 as x" });
  expect(Object.keys(await project.plan())).toEqual(["m.a", "m.b", "m.c"]);
  const lineage = await project.with((workspace) => workspace.columnLineage());
  expect(lineage.every(({ certain }) => certain)).toBe(true);
  expect(parser.loaded).toBe(0);
});

/** An engine without trees of its own. */
function withoutTrees(name: string): () => Promise<WarehouseAdapter> {
  const dialect = { name };
  return () => Promise.resolve({ dialect } as unknown as WarehouseAdapter);
}

const input = {
  model: "m.q",
  sql: "select k + v as n from m.c",
  columns: ["n"],
  parents: new Map([["m.c", ["k", "v", "w"]]]),
};

it("lineage reads everything where the parser of many dialects is not installed", async () => {
  const [found] = await columnLineage([input], {
    language,
    read: treeReader(withoutTrees("duckdb")),
  });
  expect(parser.loaded).toBe(1);
  expect(found?.certain).toBe(false);
  expect(found?.inputs.map(({ column }) => column)).toEqual(["k", "v", "w"]);
});
