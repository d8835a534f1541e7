import { language } from "../../test/duckdb-language.js";
import { beforeAll, describe, expect, it } from "vitest";
import { lineageEngine, type LineageEngine } from "../../test/lineage-engine.js";
import { compareQueries } from "./compare-queries.js";

let engine: LineageEngine;
beforeAll(async () => {
  engine = await lineageEngine();
  return () => engine.close();
});

const values = "from (values (7, 2, 3), (1, 5, 2), (0, 1, 1), (4, null, 9), (2, 2, 2)) t(a, b, c)";

const operators = [
  "+", "-", "*", "//", "%", "**", "|", "<<", "=", "<", "and", "or", "is distinct from",
]; // prettier-ignore

/** Two texts that differ in one pair of parentheses, for every two operators and both places. */
const pairs = operators.flatMap((one) =>
  operators.flatMap((two) => [
    { plain: `a ${one} b ${two} c`, inParens: `(a ${one} b) ${two} c` },
    { plain: `a ${one} b ${two} c`, inParens: `a ${one} (b ${two} c)` },
  ]),
);

async function isSame(plain: string, inParens: string): Promise<boolean> {
  const side = (expression: string) => ({
    sql: `select ${expression} as v from m.t`,
    columns: [{ name: "v", type: "any", nullable: true }],
    parents: new Map([["m.t", ["a", "b", "c"]]]),
  });
  return (
    (await compareQueries(side(plain), side(inParens), { language, read: engine.trees })).kind ===
    "equivalent"
  );
}

describe("parentheses", () => {
  it("are never redundant where the engine gives another value", async () => {
    let different = 0;
    let dropped = 0;
    for (const { plain, inParens } of pairs) {
      const query = `select count(*) as n ${values} where (${plain}) is distinct from (${inParens})`;
      const rows = await engine.rows(query).catch(() => undefined);
      // Where the values do not allow it the engine cannot tell.
      if (rows === undefined) continue;
      const differs = rows[0]?.["n"] !== 0n;
      const same = await isSame(plain, inParens);
      if (differs) expect(same, `${plain} is not ${inParens}`).toBe(false);
      if (differs) different += 1;
      if (same) dropped += 1;
    }
    expect(different).toBeGreaterThan(60);
    expect(dropped).toBeGreaterThan(40);
  });

  it.each([
    ["a + b", "(a + b)"],
    ["a + b", "((a)) + (b)"],
    ["a + b * c", "a + (b * c)"],
    ["a - b - c", "(a - b) - c"],
    ["a > 1 and b > 2 or c > 3", "(((a > 1) and (b > 2)) or (c > 3))"],
    ["not a > 1", "not (a > 1)"],
    ["coalesce(a, b)", "coalesce((a), (b))"],
    ["round(a + b, 2)", "round((a + b), 2)"],
    ["case when a > 1 then b end", "(case when (a > 1) then (b) end)"],
    ["sum(a) over (partition by b)", "sum((a)) over (partition by (b))"],
    ["a in (1, 2)", "(a) in (1, 2)"],
    ["a is null or b is null", "(a is null) or (b is null)"],
    ["a // 2 > 1 and b = 1", "(a // 2 > 1) and (b = 1)"],
  ])("of %s: %s", async (plain, inParens) => {
    expect(await isSame(plain, inParens)).toBe(true);
  });

  it.each([
    ["a - b - c", "a - (b - c)"],
    ["a + b // 2", "(a + b) // 2"],
    ["not a > 1 and b > 1", "not (a > 1 and b > 1)"],
    ["-a + b", "-(a + b)"],
    ["a::text || b", "(a || b)::text"],
    ["a in (b, c)", "a in ((b, c))"],
  ])("of %s matter: %s", async (plain, inParens) => {
    expect(await isSame(plain, inParens)).toBe(false);
  });
});
