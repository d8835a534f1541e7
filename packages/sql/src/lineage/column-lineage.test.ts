import { language } from "../../test/duckdb-language.js";
import { beforeAll, describe, expect, it } from "vitest";
import { lineageEngine, type LineageEngine } from "../../test/lineage-engine.js";
import { foreignTrees } from "../tree/foreign/foreign-trees.js";
import type { TreeReader } from "../tree/tree-reader.js";
import { columnLineage } from "./column-lineage.js";

let engine: LineageEngine;
beforeAll(async () => {
  engine = await lineageEngine();
  return () => engine.close();
});

/** Inputs by output column, `a.x` for short; `uncertain` for those that may read everything. */
async function lineage(
  sql: string,
  read: TreeReader = engine.trees,
): Promise<Readonly<Record<string, string>>> {
  const found = await columnLineage([await engine.input(sql)], { language, read });
  return Object.fromEntries(
    found.map(({ column, certain, inputs }) => [
      column,
      certain
        ? inputs.map((input) => `${input.model.slice(2)}.${input.column}`).join(" ")
        : "uncertain",
    ]),
  );
}

type Case = readonly [sql: string, expected: Readonly<Record<string, string>>];

const certain: Readonly<Record<string, readonly Case[]>> = {
  "select lists": [
    ["select id, x from m.a", { id: "a.id", x: "a.x" }],
    ["select x + y as sum, 1 as one from m.a", { sum: "a.x a.y", one: "" }],
    ["select a.x, m.a.y from m.a", { x: "a.x", y: "a.y" }],
    ['select "X" from m.a', { x: "a.x" }],
    ["from m.c select v, k", { v: "c.v", k: "c.k" }],
    ["from m.c", { k: "c.k", v: "c.v" }],
    ["select x as p, p + y as q from m.a", { p: "a.x", q: "a.x a.y" }],
    ["select y as x, x + 1 as n from m.a", { x: "a.y", n: "a.x" }],
    ["select case when x > 1 then y else id end as v from m.a", { v: "a.id a.x a.y" }],
    ["select x::text || t as v, coalesce(x, y) as w from m.a", { v: "a.t a.x", w: "a.x a.y" }],
    ["select x // 2 as v, y ** 2 as w from m.a", { v: "a.x", w: "a.y" }],
  ],
  stars: [
    ["select * from m.c", { k: "c.k", v: "c.v" }],
    ["select *, k + v as s from m.c", { k: "c.k", v: "c.v", s: "c.k c.v" }],
    ["select c.*, b.z from m.c join m.b on c.k = b.id", { k: "c.k", v: "c.v", z: "b.z" }],
    ["select * exclude (v) from m.c", { k: "c.k" }],
    ["select * replace (k + v as v) from m.c", { k: "c.k", v: "c.k c.v" }],
    ["select * rename (v as w) from m.c", { k: "c.k", w: "c.v" }],
    ["select r.* from m.c as r", { k: "c.k", v: "c.v" }],
  ],
  joins: [
    ["select b.x, a.y from m.a left join m.b on a.id = b.id", { x: "b.x", y: "a.y" }],
    ["select id, z from m.a join m.b using (id)", { id: "a.id b.id", z: "b.z" }],
    ["select id, z from m.a full join m.b using (id)", { id: "a.id b.id", z: "b.z" }],
    ["select y, z from m.a, m.b where a.id = b.id", { y: "a.y", z: "b.z" }],
    ["select one.x + two.x as v from m.a one join m.a two on one.id = two.y", { v: "a.x" }],
    ["select y from m.a semi join m.b using (id)", { y: "a.y" }],
    ["select y from m.a anti join m.b on a.id = b.id", { y: "a.y" }],
    ["select y, k from m.a cross join m.c", { y: "a.y", k: "c.k" }],
  ],
  "CTEs and subqueries": [
    ["with q as (select x as n from m.a) select n + 1 as v from q", { v: "a.x" }],
    [
      "with q as (select x as n from m.a), r as (select n * 2 as m from q) select m from r",
      { m: "a.x" },
    ],
    ["with a as (select z as x from m.b) select x from a", { x: "b.z" }],
    ["with q(p, r) as (select k, v from m.c) select r from q", { r: "c.v" }],
    ["select n from (select x + y as n, t from m.a) q", { n: "a.x a.y" }],
    ["select (select max(v) from m.c) as top, x from m.a", { top: "c.v", x: "a.x" }],
    [
      "select (select sum(v) from m.c where c.k = a.id) as total from m.a",
      { total: "a.id c.k c.v" },
    ],
    ["select exists (select 1 from m.c where c.k = a.x) as found from m.a", { found: "a.x c.k" }],
    ["select x in (select k from m.c) as found from m.a", { found: "a.x c.k" }],
    [
      "with recursive r as (select k, v from m.c union all select k + 1, v from r where k < 3) select k, v from r",
      { k: "c.k", v: "c.v" },
    ],
  ],
  "set operations": [
    ["select x from m.a union all select z from m.b", { x: "a.x b.z" }],
    ["select k, v from m.c except select id, x from m.b", { k: "b.id c.k", v: "b.x c.v" }],
    ["select k as n from m.c union all by name select x as n from m.a", { n: "a.x c.k" }],
  ],
  "groups and windows": [
    ["select t, sum(x) as s, count(*) as n from m.a group by t", { t: "a.t", s: "a.x", n: "" }],
    ["select t, max(y) as y from m.a group by all", { t: "a.t", y: "a.y" }],
    ["select sum(x) filter (where y > 0) as v from m.a", { v: "a.x a.y" }],
    ["select row_number() over (partition by t order by d) as n from m.a", { n: "a.d a.t" }],
    [
      "select sum(x) over w as v from m.a window w as (partition by t order by y)",
      { v: "a.t a.x a.y" },
    ],
    ["select first(x order by d) as v from m.a", { v: "a.d a.x" }],
  ],
  "nested values": [
    ["select s.f as v from m.a", { v: "a.s" }],
    ["select a.s.g as v, l[1] as w from m.a", { v: "a.s", w: "a.l" }],
    ["select {'p': x, 'q': y} as v from m.a", { v: "a.x a.y" }],
    ["select list_transform(l, e -> e + x) as v from m.a", { v: "a.l a.x" }],
    ["select [e + y for e in l if e > 1] as v from m.a", { v: "a.l a.y" }],
    ["select id, unnest(l) as e from m.a", { id: "a.id", e: "a.l" }],
    ["select a.id, u.e from m.a, unnest(l) as u(e)", { id: "a.id", e: "a.l" }],
  ],
};

describe.each(Object.entries(certain))("%s", (_, cases) => {
  it.each(cases)("%s", async (sql, expected) => {
    expect(await lineage(sql)).toEqual(expected);
  });

  it.each(cases)("by a parser of many dialects: %s", async (sql, expected) => {
    expect(await lineage(sql, (texts) => foreignTrees(texts, language))).toEqual(expected);
  });
});

/** Where the analysis cannot be certain, every column of the query says so. */
const uncertain = [
  "select k from m.c tablesample 100%",
  "select * from (select 1 as k) using sample 100%",
];

it.each(uncertain)("is uncertain about %s", async (sql) => {
  const found = await columnLineage([await engine.input(sql)], { language, read: engine.trees });
  expect(found.length).toBeGreaterThan(0);
  for (const { certain: isCertain, inputs } of found) {
    expect(isCertain).toBe(false);
    expect(inputs).toHaveLength(Object.values(engine.parents).flat().length);
  }
});

it("is uncertain about a text that is no query", async () => {
  const input = { model: "m.q", sql: "drop table m.c", columns: ["k"], parents: new Map() };
  expect(await columnLineage([input], { language, read: engine.trees })).toEqual([
    { model: "m.q", column: "k", certain: false, inputs: [] },
  ]);
});

it("lists a parent's columns as the parent spells them", async () => {
  const [found] = await columnLineage(
    [
      {
        model: "m.q",
        sql: 'select AMOUNT as v from "m"."Orders"',
        columns: ["v"],
        parents: new Map([["m.Orders", ["Id", "Amount"]]]),
      },
    ],
    { language, read: engine.trees },
  );
  expect(found?.inputs).toEqual([{ model: "m.Orders", column: "Amount" }]);
});

it("is uncertain where a name could be two columns", async () => {
  const parents = new Map([
    ["m.p", ["id", "x"]],
    ["m.q", ["id", "x"]],
  ]);
  const sql = 'select x from "m"."p" join "m"."q" using (id)';
  const [found] = await columnLineage([{ model: "m.r", sql, columns: ["x"], parents }], {
    language,
    read: engine.trees,
  });
  // The engine would refuse it; what could be meant must all be among the inputs.
  expect(found?.inputs).toEqual(
    expect.arrayContaining([
      { model: "m.p", column: "x" },
      { model: "m.q", column: "x" },
    ]),
  );
});
