import { duckdb } from "@sluice/adapter-duckdb";
import { expect, it } from "vitest";
import { queryReader } from "../../warehouse/query-reader.js";
import { columnLineage } from "@sluice/sql/lineage";
import { readableName } from "@sluice/sql/text";

it("quotes a name only where it has to be", () => {
  const { dialect } = duckdb({ path: ":memory:" });
  const told = ["marts.orders", "Raw.Order_2", "raw.order", "a b.c", 'x.say "hi"', "été.d"];
  expect(told.map((name) => readableName(name, dialect))).toEqual([
    "marts.orders",
    "Raw.Order_2",
    'raw."order"',
    '"a b".c',
    'x."say ""hi"""',
    '"été".d',
  ]);
});

it("writes every word of the engine so that the engine and the lineage read it as that name", async () => {
  const engine = duckdb({ path: ":memory:" });
  const { dialect } = engine;
  const warehouse = await engine.open({ projectDir: import.meta.dirname });
  try {
    const words: string[] = [];
    const sql = "select distinct keyword_name as word from duckdb_keywords()";
    for await (const row of warehouse.query(sql)) words.push(row["word"] as string);
    expect(words.length).toBeGreaterThan(400);
    const names = words.map((word) => `${word}.${word}`);
    const queries = names.map((name) => `select t.a from ${readableName(name, dialect)} as t`);
    const parsed = await warehouse.parse(queries);
    const read = parsed.map((one) =>
      one.ok ? one.query.tables.map(({ schema, name }) => `${schema ?? ""}.${name}`) : [],
    );
    expect(read).toEqual(names.map((name) => [name]));
    const inputs = names.map((name, i) => ({
      model: `m.${String(i)}`,
      sql: queries[i] ?? "",
      columns: ["a"],
      parents: new Map([[name, ["a"]]]),
    }));
    const lineage = await columnLineage(
      inputs,
      queryReader(warehouse, () => Promise.resolve(warehouse)),
    );
    expect(lineage.flatMap(({ certain, inputs }) => (certain ? [] : inputs))).toEqual([]);
  } finally {
    await warehouse.close();
  }
});
