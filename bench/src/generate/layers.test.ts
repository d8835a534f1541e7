import { DuckDBInstance } from "@duckdb/node-api";
import { describe, expect, it } from "vitest";
import { bareStatements } from "./bare-sql.js";
import { generateLayers, type GeneratedModel } from "./layers.js";
import { qualified } from "./sluice-project.js";

const texts = (models: readonly GeneratedModel[]) => models.map((model) => model.sql(qualified));

describe("generateLayers", () => {
  it("makes the number of models asked for, in layers that read only the layer before", () => {
    const models = generateLayers({ models: 103 });
    expect(models).toHaveLength(103);
    expect(new Set(models.map(qualified)).size).toBe(103);
    for (const model of models) {
      const layer = Number(model.schema.replace("layer_", ""));
      const read = new Set(model.parents.map((parent) => parent.schema));
      expect([...read]).toEqual(layer === 0 ? [] : [`layer_${layer - 1}`]);
    }
  });

  it("gives the same texts for the same seed, others for another", () => {
    expect(texts(generateLayers({ models: 50 }))).toEqual(texts(generateLayers({ models: 50 })));
    expect(texts(generateLayers({ models: 50, seed: 2 }))).not.toEqual(
      texts(generateLayers({ models: 50 })),
    );
  });

  it("contains roots, chains with CTEs, joins and unions, tables and views", () => {
    const models = generateLayers({ models: 100, kinds: "mix" });
    const all = texts(models).join("\n");
    for (const part of ["from range(20)", "with kept as", "left join", "union all"])
      expect(all).toContain(part);
    expect(new Set(models.map((model) => model.kind))).toEqual(new Set(["table", "view"]));
  });

  it("runs bare, and every model has rows", async () => {
    const models = generateLayers({ models: 60, kinds: "mix" });
    const connection = await (await DuckDBInstance.create(":memory:")).connect();
    for (const statement of bareStatements(models)) await connection.run(statement);
    for (const model of models) {
      const rows = await connection.runAndReadAll(`select * from ${qualified(model)}`);
      expect(rows.currentRowCount, qualified(model)).toBe(20);
    }
    connection.closeSync();
  });
});
