import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { GeneratedModel } from "../generate/layers.js";
import { benchDir } from "../measure/paths.js";

const folder = path.join(benchDir, "tpch");

/** The 22 queries of TPC-H with its validation parameters, each as a table. Where `limit` cuts, the order is made total. */
export function tpchQueries(): readonly GeneratedModel[] {
  return readdirSync(folder)
    .sort()
    .map((file) => {
      const text = readFileSync(path.join(folder, file), "utf8").trim();
      const name = path.basename(file, ".sql");
      return { schema: "tpch", name, kind: "table", parents: [], sql: () => text };
    });
}

/**
 * A chain of few heavy models: wide facts of every line, and aggregates of them that read each other. Most of the rows
 * of the data pass through several tables.
 */
export function heavyModels(): readonly GeneratedModel[] {
  const facts = table("line_facts", [], () => lineFacts);
  const orders = table("order_facts", [facts], (of) => orderFacts(of(facts)));
  const customers = table("customer_facts", [orders], (of) => customerFacts(of(orders)));
  const parts = table("part_facts", [facts], (of) => partFacts(of(facts)));
  const days = table("daily_sales", [facts], (of) => dailySales(of(facts)));
  const ranked = table(
    "segment_ranking",
    [customers, days],
    (of) => `select c.segment, c.nation, c.customer_key, c.revenue,
  row_number() over (partition by c.segment order by c.revenue desc, c.customer_key) as place,
  (select count(distinct day) from ${of(days)}) as days
from ${of(customers)} as c`,
  );
  return [facts, orders, customers, parts, days, ranked];
}

function table(
  name: string,
  parents: readonly GeneratedModel[],
  sql: GeneratedModel["sql"],
): GeneratedModel {
  return { schema: "heavy", name, kind: "table", parents, sql };
}

const lineFacts = `select l_orderkey as order_key, l_linenumber as line, l_shipdate as ship_date, o_orderdate as order_date,
  o_custkey as customer_key, l_partkey as part_key, l_suppkey as supplier_key, p_brand as brand, p_type as part_type,
  c_mktsegment as segment, n_name as nation, l_quantity as quantity,
  l_extendedprice * (1 - l_discount) as revenue, ps_supplycost * l_quantity as cost
from lineitem
join orders on o_orderkey = l_orderkey
join customer on c_custkey = o_custkey
join nation on n_nationkey = c_nationkey
join part on p_partkey = l_partkey
join partsupp on ps_partkey = l_partkey and ps_suppkey = l_suppkey`;

const orderFacts = (facts: string) => `select order_key, order_date, customer_key, segment, nation,
  count(*) as lines, sum(revenue) as revenue, sum(cost) as cost, max(ship_date) as shipped
from ${facts}
group by order_key, order_date, customer_key, segment, nation`;

const customerFacts = (orders: string) => `select customer_key, segment, nation, count(*) as orders,
  sum(revenue) as revenue, sum(revenue - cost) as profit, min(order_date) as first_order, max(order_date) as last_order
from ${orders}
group by customer_key, segment, nation`;

const partFacts = (
  facts: string,
) => `select part_key, brand, part_type, sum(quantity) as quantity, sum(revenue) as revenue,
  count(distinct customer_key) as customers, count(distinct supplier_key) as suppliers
from ${facts}
group by part_key, brand, part_type`;

const dailySales = (facts: string) => `select day, nation, revenue,
  sum(revenue) over (partition by nation order by day rows between 27 preceding and current row) as revenue_28
from (
  select order_date as day, nation, sum(revenue) as revenue from ${facts} group by order_date, nation
) as daily`;
