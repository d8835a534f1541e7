import { duckdb } from "@sluice/adapter-duckdb";
import { describe, expect, it } from "vitest";
import { columnNamed, sameName } from "./name.js";

describe("names", () => {
  it("are the same exactly where the engine takes them for the same", async () => {
    const engine = duckdb({ path: ":memory:" });
    const warehouse = await engine.open({ projectDir: import.meta.dirname });
    const found = async (spelled: string, asked: string) => {
      const [made, read] = [spelled, asked].map(engine.dialect.quoteIdentifier);
      const sql = `select ${read ?? ""} from (select 1 as ${made ?? ""})`;
      return warehouse.dryRun(sql).then(
        () => true,
        () => false,
      );
    };
    const pairs = [
      "ID id",
      "aZ Az",
      "É é",
      "É É",
      "Ñ ñ",
      "İ i",
      "ß ẞ",
      "Σ ς",
      "K k",
      "Ж ж",
      "a_1 A_1",
    ];
    try {
      const said = await Promise.all(pairs.map((pair) => found(...split(pair))));
      expect(pairs.map((pair) => sameName(...split(pair)))).toEqual(said);
      expect(new Set(said).size).toBe(2);
    } finally {
      await warehouse.close();
    }
  });

  it("of columns are looked for as they are spelled, then in any case", () => {
    const columns = [{ name: "Id" }, { name: "ID" }];
    expect(columnNamed(columns, "ID")).toBe(columns[1]);
    expect(columnNamed(columns, "id")).toBe(columns[0]);
    expect(columnNamed(columns, "ids")).toBeUndefined();
  });
});

function split(pair: string): [string, string] {
  const [a = "", b = ""] = pair.split(" ");
  return [a, b];
}
