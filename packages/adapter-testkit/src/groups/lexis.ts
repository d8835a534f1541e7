import type { QuoteRule, SqlLanguage } from "@sluice/core/adapter";
import { expect } from "vitest";
import { rowsOf, type Kit } from "../context.js";

/** Texts that are valid between the marks of a rule, whatever its prefix means: bytes, bits, an escape. */
function contents({ mark, doubled, backslash }: QuoteRule): readonly string[] {
  const hard = [doubled === true ? `${mark}${mark}` : "", backslash === true ? `\\${mark}` : ""];
  return [`a${hard.join("")} -- /* b`, "-- /* b", "00", "1"];
}

/** The rules by which texts are cut into tokens, compared with the engine: each query has one row, with the columns that it has by them. */
export function lexisGroup({ test, engine, warehouse }: Kit): void {
  const language = (): SqlLanguage => engine().dialect;
  const columns = async (sql: string): Promise<readonly string[] | undefined> => {
    const rows = await rowsOf(warehouse(), sql).catch(() => undefined);
    return rows && Object.keys(rows[0] ?? {});
  };

  test("the engine leaves out line comments to the end of the line", async () => {
    const { lineComments } = language().lexis;
    expect(lineComments).not.toEqual([]);
    for (const mark of lineComments)
      expect(await columns(`select 1 as a ${mark} ' " /*\n, 2 as b`), mark).toEqual(["a", "b"]);
  });

  test("the engine ends block comments as the lexis says, nested or at the first end", async () => {
    const { nestedComments } = language().lexis;
    const ends = nestedComments ? "*/ */" : "*/";
    expect(await columns(`select 1 as a /* ' /* " ${ends}, 2 as b`)).toEqual(["a", "b"]);
    expect(await columns(`select 1 as a /* ' /* " ${ends} */, 2 as b`)).toBeUndefined();
  });

  test("the engine reads texts by the rules of the lexis", async () => {
    for (const rule of language().lexis.strings)
      for (const prefix of rule.prefixes ?? [""]) {
        const opening = `${prefix}${rule.mark}`;
        const read = await Promise.all(
          contents(rule).map((text) =>
            columns(`select ${opening}${text}${rule.mark} as a, 2 as b`),
          ),
        );
        // A prefix may allow few characters; whatever is allowed ends at the mark.
        const valid = read.filter((names) => names !== undefined);
        expect(valid.length, opening).toBeGreaterThan(0);
        for (const names of valid) expect(names, opening).toEqual(["a", "b"]);
      }
  });

  test("the engine reads quoted names by the rules of the lexis", async () => {
    for (const { mark, doubled = false } of language().lexis.quotedNames) {
      const name = doubled ? `x${mark}${mark} -- /* y` : "x -- /* y";
      expect(await columns(`select 1 as ${mark}${name}${mark}, 2 as b`), mark).toEqual([
        name.replace(mark + mark, mark),
        "b",
      ]);
    }
  });

  test("the engine takes keywords in any letter case", async () => {
    expect(language().lexis.keywords.reserved.has("select")).toBe(true);
    expect(await columns("SeLeCt 1 As a FrOm (SELECT 2 AS b) AS t WhErE TrUe")).toEqual(["a"]);
  });

  test("the engine aggregates with the aggregates of the catalogue", async () => {
    const { aggregate, scalar } = language().functions;
    const known = ["count", "sum", "min", "max", "avg"];
    expect(known.filter((name) => !aggregate.has(name))).toEqual([]);
    expect([...aggregate].filter((name) => scalar.has(name))).toEqual([]);
    for (const name of known)
      expect(await columns(`select ${name}(x) as n from (select 1 as x) as t`), name).toEqual([
        "n",
      ]);
  });
}
