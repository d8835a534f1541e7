import { lexis } from "../../test/duckdb-language.js";
import { inspect } from "node:util";
import fc from "fast-check";
import { beforeAll, expect, it } from "vitest";
import { lineageEngine, type LineageEngine } from "../../test/lineage-engine.js";
import { lineageTable } from "../../test/lineage-table.js";
import { typicalQueries } from "../../test/random-edit.js";
import { randomQuery, type Pick } from "../../test/random-query.js";
import { canonicalForm } from "../text/canonical-form.js";
import { tokenize } from "../text/tokenize.js";

/**
 * Two texts with equal trees mean the same: put to the engine with texts of which some tokens were dropped, added,
 * exchanged or replaced at random.
 */
let engine: LineageEngine;
beforeAll(async () => {
  engine = await lineageEngine();
  return () => engine.close();
});

const more = [
  "with q as materialized (select id, x from m.a), r as not materialized (select id from q) select * from q natural join r",
  "with recursive r(n, p) using key (n) as (select k, v from m.c union select n + 1, p from r where n < 4) select n, p from r",
  "select id, lag(x, 1 ignore nulls) over (partition by t order by y, id, d rows between 2 preceding and 1 following exclude ties) as v from m.a",
  "select t, sum(distinct x order by y) filter (where x > 0) as v, grouping(t) as g from m.a group by grouping sets ((t), (t, x), ())",
  "select a.id, c.v from m.a left join m.c on a.id = c.k anti join m.b on b.id = a.id, (values (1, 2), (3, 4)) w(p, q)",
  "select a.y from m.a asof left join m.c on a.x >= c.k positional join m.b",
  "select {p: x, q: {r: y}} as v, map {t: x} as w, l[1:2] as l, [e + 1 for e in l if e > 0] as z from m.a",
  "select distinct on (t) t, x, y from m.a order by t desc nulls last, x, y, id, d limit 3 offset 1",
  "select x from m.a except all (select v from m.c union all by name select z as v from m.b) intersect select k from m.c",
  "select x not in (select k from m.c where v between 1 and 2) as v, not exists (select 1 from m.b where z = y) as w from m.a",
  "select case x when 1 then 'a' when 2 then 'b' else t end as v, x::text collate nocase as w, try_cast(t as int) as z from m.a",
  "unpivot (select id, x, z from m.b) on x as one, z as two into name n value w",
  "select q.*, unnest(s), columns('x|y') + 1 from m.a semi join m.b using (id), lateral (select a.x + k as n from m.c) q",
];
const corpus = [
  ...typicalQueries,
  ...more,
  ...Object.values(lineageTable)
    .flat()
    .map(({ sql }) => sql),
].filter((sql) => !sql.includes("sample"));

const words = [
  "(", ")", "not", "all", "distinct", "as", "asc", "inner", "outer", "left", "materialized", "1", "2", "-", "+", "::int",
  "::text", "x", "y", "id", "q", "null", "true", "and", "or", "=", "<>", "!=", "ignore nulls", "nulls first", "''", "by name",
]; // prettier-ignore

/** A text with one or two edits of its tokens. */
function mutate(sql: string, pick: Pick): string {
  const tokens = tokenize(sql, lexis).map(({ text }) => text);
  for (let i = pick(3) === 0 ? 0 : 1; i < 2; i += 1) {
    const at = pick(tokens.length);
    const word = words[pick(words.length)] ?? "";
    switch (pick(6)) {
      case 0:
        tokens.splice(at, 1);
        break;
      case 1:
        tokens.splice(at, 0, word);
        break;
      case 2:
        tokens.splice(at, 1, word);
        break;
      case 3:
        tokens.splice(at, 0, ...tokens.slice(at, at + 1));
        break;
      case 4:
        tokens.splice(at, 2, ...tokens.slice(at, at + 2).reverse());
        break;
      default:
        // Parentheses around some tokens.
        tokens.splice(at + 1 + pick(4), 0, ")");
        tokens.splice(at, 0, "(");
    }
  }
  return tokens.join(" ");
}

async function resultOf(sql: string): Promise<string | undefined> {
  try {
    return inspect(await engine.rows(sql), { depth: 9, maxArrayLength: 9999 });
  } catch {
    return undefined;
  }
}

it("two texts with one tree have one result", async () => {
  const runs = Number(process.env["SLUICE_TREE_RUNS"] ?? 60);
  let alike = 0;
  let parsed = 0;
  const property = fc.asyncProperty(fc.gen(), async (gen) => {
    const pick: Pick = (n) => gen(fc.nat, Math.max(0, n - 1));
    const sql = pick(4) === 0 ? randomQuery(pick) : (corpus[pick(corpus.length)] ?? "");
    const texts = Array.from({ length: 60 }, () => mutate(sql, pick));
    const byTree = new Map<string, string[]>();
    const trees = await engine.trees([sql, ...texts]);
    for (const [i, result] of trees.entries()) {
      if (!result.ok) continue;
      parsed += 1;
      const tree = JSON.stringify(result.tree);
      byTree.set(tree, [...(byTree.get(tree) ?? []), i === 0 ? sql : (texts[i - 1] ?? "")]);
    }
    for (const [first = "", ...others] of byTree.values()) {
      const different = others.filter(
        (text) => canonicalForm(text, lexis) !== canonicalForm(first, lexis),
      );
      if (different.length === 0) continue;
      const expected = await resultOf(first);
      for (const text of different) {
        const found = await resultOf(text);
        expect(found, `${first}\nand\n${text}`).toBe(expected);
        if (found !== undefined) alike += 1;
      }
    }
  });
  await fc.assert(property, { numRuns: runs, endOnFailure: true });
  // The property is worth something only when many texts parse and many of those have a tree in common.
  expect(parsed / runs).toBeGreaterThan(4);
  expect(alike / runs).toBeGreaterThan(0.5);
}, 300_000);
