import { beforeAll, describe, expect, it } from "vitest";
import { language, lexis } from "../../../test/duckdb-language.js";
import { expectSound } from "../../../test/lineage-claims.js";
import { lineageEngine, type LineageEngine } from "../../../test/lineage-engine.js";
import { lineageTable } from "../../../test/lineage-table.js";
import { analyzeQuery } from "../../lineage/analyze-query.js";
import { foreignTrees } from "./foreign-trees.js";

let engine: LineageEngine;
beforeAll(async () => {
  const own = await lineageEngine();
  engine = { ...own, trees: (texts) => foreignTrees(texts, language) };
  return () => own.close();
});

const queries = Object.values(lineageTable)
  .flat()
  .map(({ sql }) => sql);

describe("lineage of trees by a parser of many dialects", () => {
  it.each(queries)("leaves out no input of %s", async (sql) => {
    await expectSound(engine, await engine.input(sql), sql);
  });

  it("is certain of more than a third of the queries of the table", async () => {
    const found = await Promise.all(
      queries.map(async (sql) => {
        const input = await engine.input(sql);
        const [tree] = await engine.trees([input.sql]);
        return tree !== undefined && typeof analyzeQuery(input, tree, { language }) !== "string";
      }),
    );
    expect(found.filter(Boolean).length).toBeGreaterThan(queries.length / 3);
  });
});

it("gives no tree of a dialect that the parser does not know", async () => {
  const [tree] = await foreignTrees(["select 1"], { name: "none", lexis });
  expect(tree).toEqual({ ok: false, reason: "no parser of none is installed" });
});

it("gives no tree of what is no query, nor of what it does not understand", async () => {
  const texts = ["drop table t", "select * from t tablesample 10%", "select ("];
  for (const tree of await foreignTrees(texts, language)) expect(tree.ok).toBe(false);
});
