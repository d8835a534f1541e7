/** A query and the relations it reads, as `text = catalog/schema/name`, with `aliased` where it has an alias. */
export interface ParseCase {
  readonly title: string;
  readonly sql: string;
  readonly reads: readonly string[];
}

/** Queries every engine's grammar has. */
export const parseCases: readonly ParseCase[] = [
  { title: "none", sql: "select 1", reads: [] },
  { title: "one", sql: "select * from orders", reads: ["orders = orders"] },
  {
    title: "alias",
    sql: "select o.id from orders as o, items i",
    reads: ["orders = orders aliased", "items = items aliased"],
  },
  {
    title: "schema",
    sql: "select * from staging.orders",
    reads: ["staging.orders = staging/orders"],
  },
  {
    title: "after non-ASCII text",
    sql: "select 'é🦆' as a from orders -- ü\njoin items on true",
    reads: ["orders = orders", "items = items"],
  },
  {
    title: "comments are no tables",
    sql: "select 1 /* from x */ from orders -- from y",
    reads: ["orders = orders"],
  },
  {
    title: "strings are no tables",
    sql: "select ' from x ' as a from orders",
    reads: ["orders = orders"],
  },
  {
    title: "comments around the dot",
    sql: "select * from staging /* a */ . orders o",
    reads: ["staging /* a */ . orders = staging/orders aliased"],
  },
  {
    title: "joins",
    sql: "select * from a join b using (id) left join s.c on a.id = c.id cross join d",
    reads: ["a = a", "b = b", "s.c = s/c", "d = d"],
  },
  {
    title: "the same table twice",
    sql: "select * from a join a as a2 on a.id = a2.id",
    reads: ["a = a", "a = a aliased"],
  },
  { title: "subquery in from", sql: "select * from (select * from a) as q", reads: ["a = a"] },
  {
    title: "scalar and in subqueries",
    sql: "select (select max(x) from a) from b where y in (select y from c)",
    reads: ["a = a", "b = b", "c = c"],
  },
  {
    title: "correlated exists",
    sql: "select * from a where exists (select 1 from b where b.id = a.id)",
    reads: ["a = a", "b = b"],
  },
  {
    title: "set operations",
    sql: "select x from a union all select x from b except distinct select x from c".replace(
      " distinct",
      "",
    ),
    reads: ["a = a", "b = b", "c = c"],
  },
  {
    title: "subquery in case and order",
    sql: "select case when x > (select avg(x) from b) then 1 end from a order by (select 1 from c)",
    reads: ["b = b", "a = a", "c = c"],
  },
  {
    title: "a CTE is no table",
    sql: "with q as (select * from a) select * from q",
    reads: ["a = a"],
  },
  {
    title: "CTE names fold case",
    sql: "with Q as (select * from a) select * from q",
    reads: ["a = a"],
  },
  {
    title: "a CTE sees those before it",
    sql: "with q as (select * from a), r as (select * from q) select * from r",
    reads: ["a = a"],
  },
  {
    title: "a CTE does not see those after it",
    sql: "with r as (select * from q), q as (select 1 as x) select * from r, q",
    reads: ["q = q"],
  },
  {
    title: "a recursive CTE sees itself",
    sql: "with recursive q as (select 1 as x union all select x + 1 from q where x < 5) select * from q, a",
    reads: ["a = a"],
  },
  {
    title: "a CTE ends with its query",
    sql: "select * from (with q as (select * from a) select * from q) as s, q",
    reads: ["a = a", "q = q"],
  },
  {
    title: "a nested CTE hides the outer",
    sql: "with q as (select * from a) select * from (with q as (select * from b) select * from q) as s, q",
    reads: ["a = a", "b = b"],
  },
  {
    title: "an outer CTE is seen inside",
    sql: "with q as (select 1 as x) select (select max(x) from q) from a",
    reads: ["a = a"],
  },
  {
    title: "a schema makes it no CTE",
    sql: "with q as (select 1 as x) select * from q, s.q",
    reads: ["s.q = s/q"],
  },
  {
    title: "CTEs of a union branch",
    sql: "select x from a union all (with q as (select x from b) select x from q)",
    reads: ["a = a", "b = b"],
  },
  {
    title: "struct fields look like tables",
    sql: "select a.b, a.b.c from t as a",
    reads: ["t = t aliased"],
  },
  {
    title: "window and group",
    sql: "select x, sum(y) over (partition by x) from a group by x, y having sum(y) > (select 1 from b)",
    reads: ["a = a", "b = b"],
  },
];
