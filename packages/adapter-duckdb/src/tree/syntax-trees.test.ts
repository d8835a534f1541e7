import type { TreeResult, WarehouseAdapter } from "@sluice/core/adapter";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { duckdb } from "../index.js";
import { syntaxTrees } from "./syntax-trees.js";

let warehouse: WarehouseAdapter;
beforeAll(async () => {
  warehouse = await duckdb({ path: ":memory:", threads: 1 }).openScratch({ projectDir: "/" });
});
afterAll(() => warehouse.close());

async function treesOf(...texts: readonly string[]): Promise<readonly TreeResult[]> {
  return (await warehouse.syntaxTrees?.(texts)) ?? [];
}

async function treeOf(text: string) {
  const [result] = await treesOf(text);
  if (result?.ok !== true) return expect.fail(`${text}: ${result?.reason ?? "no result"}`);
  return result.tree;
}

describe("texts that mean the same have the same tree", () => {
  it.each([
    ["select a from t", "SELECT -- why\n  a FROM t;"],
    ["select a + b * c from t", "select (a + (b * c)) from t"],
    ["select a from t where a != 1", "select a from t where a <> 1"],
    ["select cast(a as int) from t", "select a::integer from t"],
    ["select a from t join u on t.x = u.x", "select a from t inner join u on t.x = u.x"],
    ["select a from t left join u using (x)", "select a from t left outer join u using (x)"],
    ["select a as b from t", "select a b from t"],
    ["from t", "select * from t"],
    [
      "select sum(a) over w from t window w as (order by b)",
      "select sum(a) over (order by b) from t",
    ],
    ["select a from t where a like 'x'", "select a from t where a ~~ 'x'"],
    ["select SUM(a) from t", "select sum(a) from t"],
    ["values (1)", "(values (1))"],
  ])("%s", async (one, other) => {
    expect(await treeOf(other)).toEqual(await treeOf(one));
  });
});

describe("texts that mean something else have another tree", () => {
  it.each([
    ["select 9007199254740993", "select 9007199254740992"],
    ["select 123456789012345678901234567890", "select 123456789012345678901234567891"],
    ["select 1e308", "select 1e400"],
    ["select 1", "select 1.0"],
    ["select 1", "select '1'"],
    ["select {a: 1}", "select {A: 1}"],
    ["select {a: x} from t", "select map {a: x} from t"],
    ["select sum(a) from t", "select sum(distinct a) from t"],
    ["select sum(a) from t", "select sum(a) filter (where b) from t"],
    ["select list(a) from t", "select list(a order by b) from t"],
    ["select lag(a) over () from t", "select lag(a ignore nulls) over () from t"],
    ["select lag(a, 1) over () from t", "select lag(a, 2) over () from t"],
    ["select sum(a) over (order by b rows 1 preceding) from t", "select sum(a) over (order by b rows between 1 preceding and current row exclude ties) from t"],
    ["select sum(a) over (order by b rows 1 preceding) from t", "select sum(a) over (order by b rows 2 preceding) from t"],
    ["select sum(a) over (order by b rows 1 preceding) from t", "select sum(a) over (order by b range 1 preceding) from t"],
    ["select a from t order by a", "select a from t order by a desc"],
    ["select a from t order by a", "select a from t order by a nulls first"],
    ["select a from t order by a collate nocase", "select a from t order by a"],
    ["select a from t order by all", "select a from t order by a"],
    ["select a from t limit 1", "select a from t limit 1%"],
    ["select a from t limit 1", "select a from t limit 1 offset 0"],
    ["select a, count(*) from t group by a", "select a, count(*) from t group by all"],
    ["select a from t group by grouping sets ((a))", "select a from t group by grouping sets ((a), ())"],
    ["select a from t group by rollup (a, b)", "select a from t group by cube (a, b)"],
    ["select a from t", "select a from t group by ()"],
    ["select distinct a, b from t", "select distinct on (a) a, b from t"],
    ["select a from t union select a from u", "select a from t union all select a from u"],
    ["select a from t union all select a from u", "select a from t union all by name select a from u"],
    ["select a from t except select a from u", "select a from t except all select a from u"],
    ["select * from t semi join u using (a)", "select * from t anti join u using (a)"],
    ["select * from t asof join u using (a)", "select * from t join u using (a)"],
    ["select * from t positional join u", "select * from t cross join u"],
    ["select * from t natural join u", "select * from t cross join u"],
    ["select * from t full join u using (a)", "select * from t left join u using (a)"],
    ["select * from t, u join v using (a)", "select * from t join u using (a), v"],
    ["with q as (select 1) from q", "with q as materialized (select 1) from q"],
    ["with q as materialized (select 1), r as (select 1) from q, r", "with q as (select 1), r as materialized (select 1) from q, r"],
    ["with q as materialized (select 1) from q", "with q as not materialized (select 1) from q"],
    [
      "with recursive r(a) as (select 1 union select a + 1 from r where a < 3) from r",
      "with recursive r(a) using key (a) as (select 1 union select a + 1 from r where a < 3) from r",
    ],
    ["from t tablesample reservoir(10 rows)", "from t tablesample reservoir(10 rows) repeatable (3)"],
    ["from t using sample 10%", "from t using sample 10% (bernoulli)"],
    ["from t at (version => 1)", "from t at (version => 2)"],
    ["from unnest([1]) as u(a)", "from unnest([1]) with ordinality as u(a)"],
    ["pivot t on a using sum(b)", "pivot t on a in ('every') using sum(b)"],
    ["pivot t on a in (1) using sum(b)", "pivot t on a in ('1') using sum(b)"],
    ["from t unpivot (v for n in (a))", "from t unpivot include nulls (v for n in (a))"],
    ["from t unpivot (v for n in (a))", "from t unpivot (v for n in (a as b))"],
    ["select columns('a') from t", "select columns('b') from t"],
    ["select columns(*) from t", "select * from t"],
    ["select * exclude (a) from t", "select * exclude (b) from t"],
    ["select a[1] from t", "select a[1:1] from t"],
    ["select try_cast(a as int) from t", "select cast(a as int) from t"],
    ["select a::decimal(10, 2) from t", "select a::decimal(10, 3) from t"],
    ["select a::struct(b int) from t", "select a::struct(B int) from t"],
    ["select a in (select b from u) from t", "select a not in (select b from u) from t"],
    ["select a = any (select b from u) from t", "select a = all (select b from u) from t"],
    ["select $now", "select '$now'"],
    ["select t.a from t", "select a from t"],
  ])("%s", async (one, other) => {
    expect(await treeOf(other)).not.toEqual(await treeOf(one));
  });
}); // prettier-ignore

/** Queries with every kind of node. */
const corpus = [
  "with recursive r(a) using key (a) as (select 1 union select a + 1 from r where a < 3) select distinct on (a) a from r order by a desc limit 1 offset 2",
  "select x.*, columns('a'), * exclude (b, t.c) replace (a + 1 as a) rename (d as e), case when a then b end, a::decimal(10, 2) from t as x(y)",
  "select sum(distinct a order by b) filter (where c), lag(a, 1, 0 ignore nulls) over (partition by b order by c rows between 1 preceding and 1 following exclude ties) from t",
  "select a between 1 and 2, a in (1, 2), not (a and b or c), a collate nocase, list_transform(l, e -> e + 1), array(select 1), $p from t tablesample 10% group by grouping sets ((a), ()) having true qualify true",
  "select 1 union all by name (select a from t join u using (a) natural join v asof join w on t.a >= w.a, unnest([1]) with ordinality u(a), (values (1, 2)) q(a, b))",
  "from (pivot t on a in (1, 2) using sum(b) as s group by c), (from t unpivot include nulls ((v, w) for n in ((a, b) as ab))), (summarize t)",
];

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** A tree in which one object has one field more, for each object of the tree. */
function* withOneField(json: Json, root: Json): Generator<string> {
  if (typeof json !== "object" || json === null) return;
  if (!Array.isArray(json)) {
    json["of_a_later_version"] = "something";
    yield JSON.stringify(root);
    delete json["of_a_later_version"];
  }
  for (const value of Object.values(json)) yield* withOneField(value, root);
}

it.each(corpus)("a field that is not known is never overlooked in %s", async (sql) => {
  let written = "";
  const serialize = async (texts: readonly string[]) => {
    const rows: string[] = [];
    for (const text of texts) {
      const escaped = text.replaceAll("'", "''");
      const query = `select json_serialize_sql('${escaped}', skip_default := true, skip_null := true, skip_empty := false) as j`;
      for await (const row of warehouse.query(query)) rows.push(row["j"] as string);
    }
    written = rows[0] ?? "";
    return rows;
  };
  const [whole] = await syntaxTrees([sql], serialize);
  expect(whole).toMatchObject({ ok: true });
  const root = JSON.parse(written) as { statements: Json[] };
  let tried = 0;
  for (const json of withOneField(root.statements, root)) {
    const [result] = await syntaxTrees([sql], () => Promise.resolve([json]));
    // A part that the tree keeps as one text, such as a type, shows the field in that text.
    expect(result, json).not.toEqual(whole);
    tried += 1;
  }
  expect(tried).toBeGreaterThan(20);
});

describe("texts without a tree", () => {
  it.each([
    ["select (", "the query does not parse"],
    ["drop table t", "the query does not parse"],
    ["select 1; select 2", "the text is not one query"],
    ["from (show tables)", "a list of what exists is not understood"],
    [
      "select (with q as materialized (select 1) from q)",
      "materialized inside of a query is not understood",
    ],
  ])("%s", async (sql, reason) => {
    expect(await treesOf(sql)).toEqual([{ ok: false, reason }]);
  });

  it("do not keep others from having one", async () => {
    const results = await treesOf("select 1", "select (", "select 2");
    expect(results.map(({ ok }) => ok)).toEqual([true, false, true]);
  });
});

describe("the tree", () => {
  const golden = [
    'with q(a) as (select "X" from s.t) select q.a + 1 as n, count(*) from q left join u using (a) where a > 1 group by 1 order by n limit 3',
    "select sum(distinct a order by b) filter (where c) over (partition by d rows 1 preceding) from t",
    "select * exclude (a) replace (b + 1 as b), columns('c') from t as u(v)",
    "select {A: 1}, a in (select b from u), list_transform(l, e -> e), case when a then 1 end from t",
    "select 1 union all by name select 2 order by all",
    "with recursive r as (select 1 union select 2 from r) from r",
    "from (pivot t on a using sum(b) group by c), (from t unpivot (v for n in (a, b as c)))",
  ];
  it.each(golden)("of %s", async (sql) => {
    const { query } = await treeOf(sql);
    // Without fields that are undefined.
    expect(JSON.parse(JSON.stringify(query))).toMatchSnapshot();
  });
});
