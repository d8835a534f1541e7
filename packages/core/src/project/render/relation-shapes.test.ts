import { duckdb } from "@sluice/adapter-duckdb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { WarehouseAdapter } from "../../warehouse/warehouse-adapter.js";
import { indexNames } from "../resolve/name-index.js";
import { renderQuery } from "./render-query.js";

const { dialect, open } = duckdb({ path: ":memory:" });
const models = ["s.orders", "s.items", "t.orders", "s.one"];

/** The same rows under the plain names of models and as Sluice stores them. */
const setup = `
  create schema s; create schema t; create schema _s;
  create table s.orders as
    select * from (values (1, 10, {'x': 5}), (2, 20, {'x': 6}), (3, null, null)) as d(id, v, st);
  create table s.items as select * from (values (1, 'a'), (2, 'b')) as d(id, w);
  create table t.orders as select * from (values (1, 7), (4, 8)) as d(id, z);
  create table s.one as select 1 as id;
  create table _s.p0 as from s.orders; create table _s.p1 as from s.items;
  create table _s.p2 as from t.orders; create table _s.p3 as from s.one`;

/** Places where a relation's name can stand, and ways to refer to its columns and rows. */
const shapes: Readonly<Record<string, readonly string[]>> = {
  "names alone": [
    "from s.orders",
    "select * from only s.orders",
    "table s.orders",
    "Table s . orders order by id",
    "table /* why */ s.orders order by orders.id",
    "table s.orders order by s.orders.id limit 2",
    "table s.one union all table s.one",
    "(table s.one) union all (table s.one)",
    "from (table s.one) as o(n)",
    "with o(n) as (table s.one) from o",
    "with o(n) as materialized (table s.one) table o",
    "with recursive o as (table s.one union all select id + 1 from o where id < 3) table o",
    "with recursive o(n) using key (n) as (table s.one union select n + 1 from o where n < 3) table o",
    "values ((table s.one)), ((from s.one))",
    "select (table s.one) as a, array(table s.one) as b, (from s.one) as c",
    "select id in (table s.one) as a, id = any (table s.one) as b from s.orders order by id",
    "select id from s.orders where exists (from s.items where items.id = orders.id) order by id",
    "select id from s.orders where exists (table s.one) order by all",
    "select id from s.orders where exists (select 1 from (table s.items) as i where i.id = s.orders.id)",
    "select * from (s.orders join s.items using (id)) order by id",
    "select w from (s.orders join s.items using (id)) as j order by all",
    "from (from (from s.orders)) order by id",
    "from s.orders as o(a, b) select a, b order by a",
  ],
  describing: [
    "from (summarize s.orders)",
    "select column_name, max from (summarize s.orders) as d order by 1",
    "from (summarize from s.orders)",
    "from (summarize select orders.id from s.orders)",
    "from (describe s.orders)",
    "from (describe select orders.id, s.orders.v from s.orders)",
    "from (desc s.orders)",
    "from (show s.orders)",
    "with o as (select 1 as n) from (summarize o)",
    "with o as (from (describe s.orders)) select column_name from o order by 1",
  ],
  "pivots and samples": [
    "pivot s.orders on id in (1, 2) using sum(v) group by st order by all",
    "select * from (pivot s.orders on id in (1, 2) using sum(v)) order by all",
    "from s.orders pivot (sum(v) for id in (1, 2)) order by all",
    "from s.orders pivot (sum(v) for id in (1, 2)) as p order by all",
    "unpivot s.orders on v into name n value w order by all",
    "select n from (unpivot s.orders on id, v into name n value w) order by all",
    "from s.orders unpivot (w for n in (id, v)) order by all",
    "select sum(orders.v) as a from s.orders tablesample 100%",
    "select sum(orders.v) as a from s.orders tablesample reservoir(10 rows)",
    "select sum(s.orders.v) as a from s.orders using sample 10 rows",
  ],
  joins: [
    "select orders.v, items.w from s.orders positional join s.items",
    "select orders.v, items.w from s.orders asof join s.items on orders.id >= items.id order by 1",
    "select * from s.orders natural join s.items order by id",
    "select s.orders.id from s.orders semi join s.items using (id) order by all",
    "from s.orders anti join s.items using (id)",
    "from s.orders cross join s.one order by all",
    "select a, orders.id from s.orders, lateral (select s.orders.v + 1 as a) order by all",
    "select l.w from s.orders left join lateral (from s.items where items.id = s.orders.id) as l on true order by all",
    "select u.k from s.orders cross join unnest([s.orders.id, orders.v]) as u(k) order by all",
    "select k from s.orders, unnest([orders.id]) as u(k) order by all",
    "select (select max(items.w) from s.items where s.items.id = s.orders.id) as m from s.orders order by s.orders.id",
  ],
  "columns and rows": [
    "select orders.id from s.orders order by orders.id",
    "select s.orders.id, s . orders . v from s.orders order by s.orders.id",
    "select s.orders.st.x from s.orders order by id",
    "select orders from s.orders order by orders.id",
    "select s.orders from s.orders order by s.orders.id",
    "select (s.orders).v as a, (orders).id as b from s.orders order by 2",
    "select count(orders) as a, count(s.orders) as b, count(s.orders.v) as c from s.orders",
    "select to_json(s.orders) as a, s.orders is null as b from s.orders order by id",
    "select unnest(s.orders) from s.orders order by id",
    "select unnest(s.orders.st) from s.orders order by id",
    "select orders.* from s.orders order by id",
    "select orders.* exclude (st) from s.orders order by id",
    "select * exclude (s.orders.st) from s.orders order by id",
    "select * exclude (s.orders.st, orders.v) from s.orders order by id",
    "select * rename (s.orders.id as k) from s.orders order by k",
    "select * replace (s.orders.id + 1 as id) from s.orders order by id",
    "select orders.* exclude (v) replace (s.orders.id + 1 as id) from s.orders order by id",
    "select columns(orders.*) from s.orders order by id",
    "select columns(* exclude (s.orders.st)) + 1 from s.orders order by all",
    "select * like 'i%' from s.orders order by id",
    "select s.orders.id, count(*) as n from s.orders group by s.orders.id having max(s.orders.v) > 10",
    "select sum(s.orders.v) over w as a from s.orders window w as (partition by s.orders.id) order by 1",
    "select id from s.orders qualify row_number() over (order by s.orders.id desc) = 1",
    "select list_transform([1], lambda x: x + s.orders.id) as a from s.orders order by 1",
    "select case when s.orders.v > 10 then s.orders.id end as a from s.orders order by 1",
    "select x.id from s.orders as x order by 1",
    "select x.id from s.orders x where exists (from s.items where s.items.id = x.id) order by 1",
    "select s.id from s.items as s order by 1",
  ],
  "relations of one name": [
    "select s.orders.v, t.orders.z from s.orders join t.orders on s.orders.id = t.orders.id",
    "select * from s.orders, t.orders order by all",
    "select s.orders.id, t.orders.id as k from s.orders cross join t.orders order by all",
    "select s.orders.id from s.orders union all select t.orders.id from t.orders order by 1",
    "select orders.id from s.orders union all select orders.id from t.orders order by 1",
    "select orders.id from s.orders where exists (select 1 from t.orders where t.orders.id = s.orders.id)",
    "select count(s.orders) as a, count(t.orders) as b from s.orders full join t.orders on s.orders.id = t.orders.id",
    "select s.orders.id from s.orders, t.orders as o where s.orders.id = o.id",
    "select orders.*, orders.id as a from s.orders where exists (select 1 from t.orders where orders.id = s.orders.id)",
    "select (select max(orders.z) from t.orders where s.orders.id = t.orders.id) as a from s.orders order by s.orders.id",
    "select (select max(s.orders.v) from (values (1)) as orders(k)) as a from s.orders order by 1",
    "with orders as (select 9 as id) select s.orders.id, (select s.orders.id + orders.id from orders) as a from s.orders order by 1",
    "select * exclude (s.orders.id, t.orders.id) from s.orders join t.orders on s.orders.id = t.orders.id",
    "select s.orders.id from s.orders, (select 1 as id) as orders where s.orders.id = 2",
    "select orders.z, o.v from s.orders as o, t.orders where o.id = orders.id",
  ],
};

let warehouse: WarehouseAdapter;
beforeAll(async () => {
  warehouse = await open({ projectDir: import.meta.dirname });
  await warehouse.transaction((tx) => tx.execute(setup));
});
afterAll(() => warehouse.close());

async function rows(sql: string) {
  const found = [];
  for await (const row of warehouse.query(sql)) found.push(Object.entries(row));
  return found;
}

function render(sql: string, relation: (name: string) => string) {
  const index = indexNames(
    models.map((name) => ({ name, schema: name.slice(0, 1) }) as never),
    [],
  );
  return renderQuery(sql, { index, dialect, parser: warehouse, relation, parameters: {} });
}

describe.each(Object.entries(shapes))("a query by its %s", (_, queries) => {
  it.each(queries)("gives the same rows over stored tables: %s", async (sql) => {
    const { text } = await render(sql, (name) => `"_s"."p${String(models.indexOf(name))}"`);
    expect(text).not.toMatch(/(?<!")\b[st]\s*\.\s*(orders|items|one)\b/);
    expect(await rows(text)).toEqual(await rows(sql));
    expect(await rows(sql)).not.toEqual([]);
  });

  it.each(queries)("gives the same rows over inlined models: %s", async (sql) => {
    const { text } = await render(sql, (name) => `"__${name}"`);
    const ctes = models.map((name, i) => `"__${name}" as (from "_s"."p${String(i)}")`);
    expect(await rows(`with ${ctes.join(", ")} select * from (\n${text}\n)`)).toEqual(
      await rows(sql),
    );
  });
});
