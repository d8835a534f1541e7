import { language } from "../../test/duckdb-language.js";
import { beforeAll, describe, expect, it } from "vitest";
import { lineageEngine, type LineageEngine } from "../../test/lineage-engine.js";
import { compareWith, type Comparison } from "./compare-queries.js";
import { readTrees } from "./trees.js";

let engine: LineageEngine;
beforeAll(async () => {
  engine = await lineageEngine();
  return () => engine.close();
});

async function compare(before: string, after: string): Promise<Comparison> {
  const parents = new Map(Object.entries(engine.parents));
  const side = async (sql: string) => ({ sql, columns: await engine.columns(sql), parents });
  const trees = await readTrees(engine.trees, [before, after]);
  const reader = { language, tree: trees.get };
  return compareWith(reader, await side(before), await side(after));
}

type Pair = readonly [before: string, after: string];

/** Edits that change the rows, in places where it is easily overlooked. */
const changingRows: Readonly<Record<string, readonly Pair[]>> = {
  "a number in front of which columns are not known": [
    [
      "select * from m.a join m.b using (id) order by 1 limit 2",
      "select * from m.a join m.b using (id) order by 5 limit 2",
    ],
    [
      "select * from m.a natural join m.b order by 1 limit 2",
      "select * from m.a natural join m.b order by 3 limit 2",
    ],
    [
      "select * from range(3) r, m.c order by 1 limit 2",
      "select * from range(3) r, m.c order by 2 limit 2",
    ],
    [
      "select u.*, k from (select unnest(s) from m.a) u, m.c order by 1 limit 2",
      "select u.*, k from (select unnest(s) from m.a) u, m.c order by 2 limit 2",
    ],
    [
      "with recursive r as (select k, v from m.c union all select k + 9, v from r where k < 3) select * from r order by 1 limit 2",
      "with recursive r as (select k, v from m.c union all select k + 9, v from r where k < 3) select * from r order by 2 limit 2",
    ],
    [
      "select columns(*) from m.c order by 1 limit 2",
      "select columns(*) from m.c order by 2 limit 2",
    ],
    [
      "select distinct on (1) * from m.b join m.c on id = k",
      "select distinct on (2) * from m.b join m.c on id = k",
    ],
  ],
  "columns in another order below `order by all`": [
    ["select k, v from m.c order by all limit 2", "select v, k from m.c order by all limit 2"],
    [
      "select id, x from m.b order by all desc offset 2",
      "select x, id from m.b order by all desc offset 2",
    ],
    [
      "select distinct on (id) id, x, z from m.b order by all",
      "select distinct on (id) x, id, z from m.b order by all",
    ],
    [
      "select distinct id, x from m.b order by all limit 3",
      "select distinct x, id from m.b order by all limit 3",
    ],
    [
      "select id, x, count(*) as n from m.b group by all order by all limit 2",
      "select x, id, count(*) as n from m.b group by all order by all limit 2",
    ],
    [
      "select k from (select k, v from m.c order by all limit 2)",
      "select k from (select v, k from m.c order by all limit 2)",
    ],
  ],
  "a column that makes a join lateral": [
    [
      "select a.id, c.v from (select id, x from m.a) a positional join (select k as v from m.c) c",
      "select a.id, c.v from (select id, x from m.a) a positional join (select k as v, a.x as w from m.c) c",
    ],
    [
      "select a.id, c.w from (select id, x from m.a) a asof join (select k as y, v as w from m.c) c on a.x >= c.y",
      "select a.id, c.w from (select id, x from m.a) a asof join (select k as y, v as w, id as n from m.c) c on a.x >= c.y",
    ],
    [
      "select id, q.k from m.b, lateral (select k from (select k, 1 as n from m.c)) q",
      "select id, q.k from m.b, lateral (select k from (select k, z as n from m.c)) q",
    ],
  ],
  "grouping sets": [
    [
      "select id, sum(x) as v from m.b group by grouping sets ((id))",
      "select id, sum(x) as v from m.b group by grouping sets ((id), ())",
    ],
    [
      "select sum(x) as v from m.b where z > 99",
      "select sum(x) as v from m.b where z > 99 group by id",
    ],
  ],
};

describe.each(Object.entries(changingRows))("%s", (_, pairs) => {
  it.each(pairs)("may have other rows: %s", async (before, after) => {
    const { change, edited } = await compare(before, after);
    expect({ kind: change.kind, rows: change.rows, edited }).toEqual({
      kind: "whole",
      rows: true,
      edited: true,
    });
  });
});

/** Edits that are no edit of a value, and still one of the query. */
const edits: readonly (readonly [...Pair, kind: string])[] = [
  ["select id, x, now() as n from m.b", "select x, id, now() as n from m.b", "columns changed"],
  ["select id, x, random() as n from m.b", "select x, id, random() as n from m.b", "columns changed"],
  ["select id, x, sum(z) as n from m.b group by rollup (id, x)", "select x, id, sum(z) as n from m.b group by rollup (id, x)", "same values"],
  ["select id, x, ntile(2) over (order by z) as n from m.b", "select x, id, ntile(2) over (order by z) as n from m.b", "same values"],
  ["select k, v, current_date as d from m.c", "select v, k, current_date as d from m.c", "columns changed"],
  ["select id as n from m.b", "select id as N from m.b", "columns changed"],
  ["select * from (select id as n from m.b) q", "select * from (select id as N from m.b) q", "columns changed"],
  ["with q as (select id from m.b) select * from q", "with q as (select id as ID from m.b) select * from q", "columns changed"],
  ["with q(n) as (select id from m.b) select n from q", "with q(N) as (select id from m.b) select n from q", "columns changed"],
  ["select q.* from (select id as n from m.b) q join m.c on k = n", "select q.* from (select id as N from m.b) q join m.c on k = n", "columns changed"],
  ["select * rename (x as n) from m.b", "select * rename (x as N) from m.b", "columns changed"],
  ["select * from (values (1)) q(n)", "select * from (values (1)) q(N)", "columns changed"],
  ["select unnest({a: x}) from m.b", "select unnest({A: x}) from m.b", "whole"],
  ["select {a: x} as n from m.b", "select {A: x} as n from m.b", "columns changed"],
  ["select to_json(q) as n from (select id as a from m.b) q", "select to_json(q) as n from (select id as A from m.b) q", "columns changed"],
  ["select n, w from (unpivot (select x as p from m.b) on p into name n value w)", "select n, w from (unpivot (select x as P from m.b) on P into name n value w)", "whole"],
  ["select struct_pack(*columns(*)) as n from (select x as a from m.b)", "select struct_pack(*columns(*)) as n from (select x as A from m.b)", "columns changed"],
  ["select columns('a') from (select x as a, z as b from m.b)", "select columns('a|b') from (select x as a, z as b from m.b)", "columns changed"],
]; // prettier-ignore

it.each(edits)("an edit of the query: %s", async (before, after, kind) => {
  const { change, edited } = await compare(before, after);
  expect({ kind: change.kind, edited }).toEqual({ kind, edited: true });
});

/** Texts that only look different. */
const alike: readonly Pair[] = [
  ["select x from m.b where id != 1", "select x from m.b where id <> 1"],
  ["select x::text as n from m.b", "select cast(x as varchar) as n from m.b"],
  [
    "select b.x from m.b inner join m.c on b.id = c.k",
    "select q.x from m.b q join m.c r on q.id = r.k",
  ],
  ["select x from m.b left outer join m.c on id = k", "select x from m.b left join m.c on id = k"],
  ["select Q.N from (select X as N from m.b) Q", "select q.n as N from (select x as n from m.b) q"],
  [
    "select sum(x) over w as n from m.b window w as (order by z)",
    "select sum(x) over (order by z) as n from m.b",
  ],
  ['select "x" from m.b', "select x from m.b"],
];

it.each(alike)("the same query: %s", async (before, after) => {
  const { change, edited } = await compare(before, after);
  expect({ kind: change.kind, edited }).toEqual({ kind: "equivalent", edited: false });
});
