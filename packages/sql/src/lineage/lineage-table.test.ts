import { language } from "../../test/duckdb-language.js";
import { beforeAll, describe, expect, it } from "vitest";
import { expectSound } from "../../test/lineage-claims.js";
import { lineageEngine, type LineageEngine } from "../../test/lineage-engine.js";
import { lineageTable } from "../../test/lineage-table.js";
import { analyzeQuery } from "./analyze-query.js";
import { parseInputKey, type Inputs } from "./relation.js";

let engine: LineageEngine;
beforeAll(async () => {
  engine = await lineageEngine();
  return () => engine.close();
});

function written(inputs: Inputs): string {
  const names = [...inputs].map(parseInputKey);
  return names
    .map(({ model, column }) => `${model.slice(2)}.${column}`)
    .sort()
    .join(" ");
}

/** Inputs by output column, behind a question mark where they may be too many; and those of the rows. */
async function lineageOf(sql: string) {
  const input = await engine.input(sql);
  const [tree] = await engine.trees([input.sql]);
  const analysis = tree === undefined ? "no tree" : analyzeQuery(input, tree, { language });
  if (typeof analysis === "string") return analysis;
  const { columns, certain, rows } = analysis;
  const named = input.columns.map((name, i) => {
    const inputs = written(columns[i] ?? new Set());
    return [name, certain[i] === true ? inputs : `?${inputs}`] as const;
  });
  return { columns: Object.fromEntries(named), rows: written(rows) };
}

describe.each(Object.entries(lineageTable))("the inputs with %s", (_, cases) => {
  it.each(cases.map((one) => [one.sql, one] as const))("%s", async (sql, { columns, rows }) => {
    expect(await lineageOf(sql)).toEqual({ columns, rows });
    // Another value of a column changes nothing that it is not an input of.
    await expectSound(engine, await engine.input(sql), sql);
  });
});

it("the table has at least 60 queries", () => {
  expect(Object.values(lineageTable).flat().length).toBeGreaterThanOrEqual(60);
});
