import { duckdb } from "@sluice/adapter-duckdb";
import { describe, expect, it } from "vitest";
import type { WarehouseAdapter } from "./warehouse-adapter.js";
import { columnLineage } from "@sluice/sql/lineage";
import { treeReader } from "./query-reader.js";

const { dialect: language } = duckdb({ path: ":memory:" });

/** An engine without trees of its own. */
function withoutTrees(name: string): () => Promise<WarehouseAdapter> {
  const dialect = { ...language, name };
  return () => Promise.resolve({ dialect } as unknown as WarehouseAdapter);
}

const input = {
  model: "m.q",
  sql: "select k + v as n from m.c",
  columns: ["n"],
  parents: new Map([["m.c", ["k", "v", "w"]]]),
};

describe("an engine whose parser gives no tree", () => {
  it("has its queries read by a parser of many dialects", async () => {
    const [found] = await columnLineage([input], {
      language,
      read: treeReader(withoutTrees("duckdb")),
    });
    expect(found).toEqual({
      model: "m.q",
      column: "n",
      certain: true,
      inputs: [
        { model: "m.c", column: "k" },
        { model: "m.c", column: "v" },
      ],
    });
  });

  it("reads everything where that parser does not know its dialect", async () => {
    const [found] = await columnLineage([input], {
      language,
      read: treeReader(withoutTrees("none")),
    });
    expect(found?.certain).toBe(false);
  });
});
