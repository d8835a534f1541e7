import * as native from "@duckdb/node-api";
import type { ParsedQuery, WarehouseAdapter } from "@sluice/core/adapter";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { duckdb } from "./index.js";
import { tokenize } from "./lexer.js";

let warehouse: WarehouseAdapter;
let connection: native.DuckDBConnection;
beforeAll(async () => {
  warehouse = await duckdb({ path: ":memory:" }).open({ projectDir: "/" });
  connection = await (await native.DuckDBInstance.create(":memory:")).connect();
});
afterAll(async () => {
  connection.closeSync();
  await warehouse.close();
});

async function parse(sql: string): Promise<ParsedQuery> {
  const [result] = await warehouse.parse([sql]);
  if (result?.ok !== true) expect.fail(`${sql}: ${result?.diagnostic.message ?? ""}`);
  return result.query;
}

async function names(sql: string): Promise<string[]> {
  return (await parse(sql)).tables.map(({ start, end }) => sql.slice(start, end));
}

const grammar: readonly (readonly [sql: string, reads: readonly string[]])[] = [
  ["from orders", ["orders"]],
  ["from orders select id", ["orders"]],
  ["table orders", ["orders"]],
  ["select * exclude (a) replace (b + 1 as b) from orders", ["orders"]],
  ["select columns('a.*') from orders qualify row_number() over () = 1", ["orders"]],
  ["select * from a asof join b on a.t >= b.t", ["a", "b"]],
  ["select * from a positional join b", ["a", "b"]],
  ["select * from a anti join b using (id)", ["a", "b"]],
  ["select x, count(*) from a group by all order by all", ["a"]],
  ["select list_transform([1], lambda x: x + (select max(y) from a)) from b", ["a", "b"]],
  ["select [x for x in l if x > 1] from a", ["a"]],
  ["select * from a, lateral (select * from b where b.id = a.id)", ["a", "b"]],
  ["select * from a tablesample 10%, b using sample 5 rows", ["a", "b"]],
  ["values (1, (select max(x) from a))", ["a"]],
  ["from (values (1)) t(x), a", ["a"]],
  ["from range(10), read_csv('x.csv'), a", ["a"]],
  ["from 'x.csv'", ["'x.csv'"]],
  ['from "x.csv"', ['"x.csv"']],
  ['from a . "b c"', ['a . "b c"']],
  ['from /* one */ "c" /* two */ . -- three\n "s".t as x', ['"c" /* two */ . -- three\n "s".t']],
  ['from "quo""te"', ['"quo""te"']],
  ["from ünï.cödé", ["ünï.cödé"]],
  ["pivot sales on year in (2020, 2021) using sum(x)", ["sales"]],
  ["pivot sales on year using sum(x)", ["sales"]],
  ["pivot (select * from a join b on a.id = b.id) on c, d using sum(x) group by e", ["a", "b"]],
  ["with p as (pivot sales on year using sum(x)) select * from p, q", ["sales", "q"]],
  ["from sales pivot (sum(x) for year in (2020))", ["sales"]],
  ["unpivot wide on a, b into name n value v", ["wide"]],
  ["unpivot wide on columns(* exclude id) into name n value v", ["wide"]],
  ["from (summarize orders)", ["orders"]],
  ["with recursive t(n) as (select 1 union all select n + 1 from t) from t", []],
  [
    "with recursive t(n) using key (n) as (select 1 union select n + 1 from t, recurring.t) from t",
    [],
  ],
  ["with recursive a as (from b), b as (from a) from a, b", ["b"]],
  ["with t as materialized (from x), u as not materialized (from t) from u", ["x"]],
  ["with t as (from t) from t", ["t"]],
  ["select (with t as (select 1 as x) select x from t) from t", ["t"]],
  ["select a union by name select b from x", ["x"]],
  ["(select * from a) except (select * from b) order by 1", ["a", "b"]],
  ["select struct.field, orders.id from s.orders", ["s.orders"]],
  ["select e'it\\'s from x', $$ from y $$, $q$ from z $q$ from a", ["a"]],
  [
    "select 1 from a where x in (from b) and exists (from c) and y = any (from d)",
    ["a", "b", "c", "d"],
  ],
  ["select * from a where (x, y) in (select x, y from s.b)", ["a", "s.b"]],
  [
    "select case when true then (from a) end, cast((from b) as int), (from c)::int from d",
    ["a", "b", "c", "d"],
  ],
  [
    "select sum(x) filter (where y in (from a)) over (partition by (from b) order by (from c)) from d",
    ["a", "b", "c", "d"],
  ],
  ["from a limit (select 1 from b) offset (select 2 from c)", ["a", "b", "c"]],
  ["from a select distinct on ((select 1 from b)) x", ["b", "a"]],
  ["from a join b on (select true from c)", ["a", "b", "c"]],
  ["from query_table(['a', 'b'])", []],
];

test.each(grammar)("%s", async (sql, reads) => {
  expect([...(await names(sql))].sort()).toEqual([...reads].sort());
});

test("finds every name that the engine finds", async () => {
  for (const [sql] of grammar) {
    if (/pivot|recurring|summarize|recursive a/.test(sql)) continue;
    const expected = engineNames(sql);
    const found = new Set(
      (await parse(sql)).tables.map((table) =>
        [table.catalog, table.schema, table.name]
          .filter((part) => part !== undefined)
          .map(quoted)
          .join("."),
      ),
    );
    // The engine names none of what it would have to bind first, as in an asof join.
    expect([...found], sql).toEqual(expect.arrayContaining(expected));
  }
});

/** Names the engine finds in a query, without the aliases and samples it writes after them. */
function engineNames(sql: string): string[] {
  const written = connection.getTableNames(sql, true);
  return [...new Set(written.map((name) => name.replace(/ (AS|TABLESAMPLE) .+$/, "")))].sort();
}

const quoted = (part: string) =>
  /^[a-z_][a-z0-9_]*$/.test(part) ? part : `"${part.replaceAll('"', '""')}"`;

test("CTE scopes agree with the engine, for random nestings", async () => {
  const name = fc.constantFrom("a", "b", "c");
  const { query } = fc.letrec<{ query: string; from: string }>((tie) => ({
    from: fc.oneof(
      { maxDepth: 3 },
      name,
      tie("query").map((inner) => `(${inner})`),
    ),
    query: fc
      .tuple(
        fc.uniqueArray(fc.tuple(name, tie("from")), { maxLength: 2, selector: ([cte]) => cte }),
        fc.array(tie("from"), { minLength: 1, maxLength: 2 }),
      )
      .map(([ctes, froms]) => {
        const head = ctes
          .map(([cte, body]) => `${cte} as (select 1 from ${body} x${froms.length})`)
          .join(", ");
        // Every CTE is read: the engine leaves out what only an unread one reads.
        const all = [...froms, ...ctes.map(([cte]) => cte)];
        return `${head === "" ? "" : `with ${head} `}select 1 from ${all.map((from, i) => `${from} f${i}`).join(", ")}`;
      }),
  }));
  await fc.assert(
    fc.asyncProperty(query, async (sql) => {
      const found = new Set((await parse(sql)).tables.map((table) => table.name));
      expect([...found].sort()).toEqual(engineNames(sql));
    }),
    { numRuns: 300 },
  );
});

describe("replacing the names as core does", () => {
  const setup = `
    create schema staging; create schema _s;
    create table _s.p1 as select 1 as id, 10 as v, {'x': 5} as st union all select 2, 20, {'x': 6};
    create table _s.p2 as select 1 as id, 'x' as w;
    create view staging.orders as from _s.p1; create view staging.items as from _s.p2;
    create view orders as from _s.p1; create view items as from _s.p2`;
  const physical: Readonly<Record<string, string>> = { orders: '"_s"."p1"', items: '"_s"."p2"' };

  const rewrite = (sql: string, query: ParsedQuery) => {
    const edits = [
      ...query.tables.map(({ start, end, name, needsAlias, alias = name }) => ({
        start,
        end,
        text: `${physical[name] ?? name}${needsAlias ? ` as "${alias}"` : ""}`,
      })),
      ...query.rewrites,
    ].sort((a, b) => b.start - a.start);
    return edits.reduce(
      (text, { start, end, text: by }) => text.slice(0, start) + by + text.slice(end),
      sql,
    );
  };

  test.each([
    "select orders.id from orders order by 1",
    "select staging.orders.id, 'é' as e, staging . orders . v from staging.orders order by 1",
    "select staging.orders.st.x from staging.orders order by 1",
    "select memory_db.staging.orders.id from memory_db.staging.orders order by 1",
    "select x.id from staging.orders x order by 1",
    "select orders.v, items.w from orders join items using (id)",
    "select orders.v, items.w from staging.orders, staging.items where orders.id = items.id",
    "select orders from orders order by orders.id",
    "select sum(orders.v) from orders tablesample 100%",
    "from orders select v order by v",
    "select orders.* exclude (st) from orders order by id",
    "select o2.v from orders join orders as o2 on orders.id = o2.id order by all",
    "with orders2 as (select orders.id from staging.orders) select id from orders2 order by id",
    "select (select max(items.w) from items where items.id = orders.id) as m from orders order by orders.id",
    "pivot orders on id using sum(v) group by st order by all",
    "select * from (pivot orders on id in (1, 2) using sum(v) group by st) order by all",
    "unpivot (select id, v from orders) on v into name n value w",
    "select id from orders union all select id from staging.items order by 1",
    "select orders.id from orders left join lateral (select items.w from items where items.id = orders.id) l on true order by 1",
  ])("%s", async (sql) => {
    const scratch = await duckdb({ path: ":memory:" }).open({ projectDir: "/" });
    await scratch.execute(setup);
    const rows = async (text: string) => {
      const all = [];
      for await (const row of scratch.query(text)) all.push(row);
      return all;
    };
    const expected = await rows(sql);
    const changed = rewrite(sql, await parse(sql));
    expect(changed).toContain('"_s".');
    await scratch.execute("drop schema staging cascade; drop view orders; drop view items");
    expect(await rows(changed)).toEqual(expected);
    expect(expected.length).toBeGreaterThan(0);
    await scratch.close();
  });
});

test.each([
  ["from s.orders at (version => 1)", [true]],
  ["from s.orders as o at (version => 1), s.items", [false, true]],
  ["from (summarize s.orders), (summarize from s.items)", [false, true]],
  ["table s.orders", [true]],
])("an alias is asked for where the grammar has a place for one: %s", async (sql, needed) => {
  expect((await parse(sql)).tables.map(({ needsAlias }) => needsAlias)).toEqual(needed);
});

test.each([
  ["select orders.id from s.orders, t.orders", "REF.AMBIGUOUS", 8],
  ["from s.orders, t.orders where (select orders.id = 1)", "REF.AMBIGUOUS", 39],
])("a bare name of two relations is refused at its place: %s", async (sql, code, column) => {
  const [result] = await warehouse.parse([sql]);
  expect(result).toMatchObject({
    ok: false,
    diagnostic: {
      code,
      message: "`orders.id` could be of s.orders or t.orders.",
      where: { line: 1, column },
      hints: ["Write the schema, `s.orders.id` or `t.orders.id`, or give the tables aliases."],
    },
  });
});

test.each([
  ["select 1; select 2", "SQL.NOT_A_QUERY", /several statements/],
  ["", "SQL.NOT_A_QUERY", /no query/],
  ["/* only */ -- comments", "SQL.NOT_A_QUERY", /no query/],
  ["create table t (a int)", "SQL.NOT_A_QUERY", /not a select/],
  ["describe orders", "SQL.NOT_A_QUERY", /DESCRIBE/],
  ["show tables", "SQL.NOT_A_QUERY", /SHOW/],
  ["summarize orders", "SQL.NOT_A_QUERY", /SUMMARIZE/],
  ["explain select 1", "SQL.NOT_A_QUERY", /not a select/],
  ["copy orders to 'x.csv'", "SQL.NOT_A_QUERY", /not a select/],
  ["install httpfs", "SQL.NOT_A_QUERY", /not a select/],
  ["select 'a\0b'", "SQL.SYNTAX", /NUL/],
  ["select (1", "SQL.SYNTAX", /end of input/],
  ["select 'open", "SQL.SYNTAX", /unterminated/i],
  ["select ? , $a", "SQL.SYNTAX", /Mixing/],
])("%s is refused", async (sql, code, message) => {
  const [result] = await warehouse.parse([sql]);
  expect(result).toMatchObject({
    ok: false,
    diagnostic: { code, message: expect.stringMatching(message) as string, where: { line: 1 } },
  });
});

test("any text gives a result, and tokens cover what is no space", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.oneof(
          fc.string({ unit: "binary" }),
          fc.constantFrom(
            "select ",
            " from ",
            "'",
            '"',
            "$$",
            "/*",
            "*/",
            "--",
            "\n",
            "(",
            ")",
            "a.b",
            "$p",
            "\ud800",
            "pivot ",
            " on ",
          ),
        ),
        { maxLength: 8 },
      ),
      async (parts) => {
        const sql = parts.join("");
        const results = await warehouse.parse([sql, "select 1 from t"]);
        expect(results.map((result) => typeof result.ok)).toEqual(["boolean", "boolean"]);
        expect(results[1]?.ok).toBe(true);
        for (const token of tokenize(sql))
          expect(sql.slice(token.start, token.end)).toBe(token.text);
      },
    ),
    { numRuns: 300 },
  );
});

test("positional parameters are reported as such", async () => {
  expect((await parse("select ?, ?")).parameters.map((found) => found.name)).toEqual(["?", "?"]);
  expect((await parse("select $1")).parameters.map((found) => found.name)).toEqual(["1"]);
  expect((await parse("select a$b, 1 from t")).parameters).toEqual([]);
});

test("ten thousand texts take seconds", async () => {
  const texts = Array.from(
    { length: 10_000 },
    (_, i) =>
      `with a as (select id, v${i} from staging.t${i}), b as (select * from a where id > $start) select a.id, b.v${i}, sum(x) over (partition by y) from b join a using (id) left join marts.u${i} on true`,
  );
  const start = performance.now();
  const results = await warehouse.parse(texts);
  expect(performance.now() - start).toBeLessThan(20_000);
  expect(results.every((result) => result.ok && result.query.tables.length === 2)).toBe(true);
}, 60_000);
