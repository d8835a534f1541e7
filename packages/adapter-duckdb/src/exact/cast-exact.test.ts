import { expect, test } from "vitest";
import type { WarehouseAdapter } from "@sluice/core/adapter";
import { afterAll, beforeAll } from "vitest";
import { quoteText } from "../text.js";
import { duckdb } from "../index.js";
import { castExact } from "./cast-exact.js";
import { exactCases } from "./__fixtures__/exact-cases.js";

let warehouse: WarehouseAdapter;
beforeAll(async () => {
  warehouse = await duckdb({ path: ":memory:" }).open({ projectDir: "/" });
});
afterAll(() => warehouse.close());

/** Texts of the values that the texts are cast to; null for those refused. */
async function castAll(type: string, texts: readonly string[]): Promise<(string | null)[]> {
  const values = texts.map((text, i) => `(${i}, ${quoteText(text)})`).join(", ");
  const sql = `select cast(${castExact("v", type)} as varchar) as r from (values ${values}) t(i, v) order by i`;
  const rows: (string | null)[] = [];
  for await (const row of warehouse.query(sql)) rows.push(row["r"] as string | null);
  return rows;
}

test.each(Object.entries(exactCases))("%s", async (type, cases) => {
  const texts = Object.keys(cases);
  const results = await castAll(type, texts);
  expect(Object.fromEntries(texts.map((text, i) => [text, results[i]]))).toEqual(cases);
});
