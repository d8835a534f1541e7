/** Set operations, CTEs, subqueries. */
export const sets: Readonly<Record<string, string>> = {
  union_all: "select id, x as v, t from base.a union all select id, z, u from base.b",
  union_distinct: "select id, x as v, 1 as n from base.a union select id, z, 2 from base.b",
  union_by_name:
    "select id, x as v, t from base.a union all by name select z as v, id, u as t from base.b",
  union_by_name_star:
    "select id, x as v, t from base.a union all by name select * from (select id, z as v, u from base.b) q",
  except_all: "select id, x as v from base.a except all select id, x from base.b",
  intersect: "select id, x as v from base.a intersect select id, x from base.b",
  union_order:
    "select id, x as v from base.a union all select k, v from base.c order by 2, id, v limit 6",
  cte_chain:
    "with p as (select id, x, y from base.a where x > 1), q as (select id, sum(x) as v, max(y) as m from p group by id) select q.id, q.v, q.m, p.y from q join p on p.id = q.id",
  cte_nested:
    "with q as (with r as (select id, x, k from base.a) select id, x + 1 as v, k from r) select id, v, k from q where v > 2",
  cte_columns: "with q(id, v, w) as (select id, x, y from base.a) select id, v, v - w as d from q",
  cte_shadow:
    "with a as (select id, z as x from base.b) select a.id, a.x as v, o.t from a join base.a o on o.id = a.id",
  cte_twice:
    "with q as (select k, v, w from base.c) select l.k as id, l.v, r.w from q l join q r on l.v < r.v",
  cte_materialized:
    "with q as materialized (select id, x as v, y from base.a where y > 1) select id, v, y from q",
  recursive:
    "with recursive r(id, v, n) as (select id, x, 1 from base.a where x > 2 union all select id, v + n, n + 1 from r where n < 3) select id, v, n from r",
  recursive_union:
    "with recursive r as (select k as id, v from base.c union select id + 1, v from r where id < 5) select id, v from r",
  subquery_scalar:
    "select id, (select max(v) from base.c c where c.k = a.k) as v, x, t from base.a a",
  subquery_in: "select id, y as v, x, t from base.a where x in (select k from base.c where v > 2)",
  subquery_exists:
    "select id, x as v, y, d from base.a a where exists (select 1 from base.c c where c.k = a.k and c.v > a.y)",
  subquery_any: "select id, x as v, y from base.a where x > any (select k from base.c)",
  subquery_ordered:
    "select id, (select v from base.c c where c.k = a.k order by v desc, w limit 1) as v, t from base.a a",
  subquery_array_order_all:
    "select id, x as v, array(select k from base.c order by all) as l from base.a",
  values_join:
    "select a.id, q.v, q.name from base.a a join (values (1, 'one'), (2, 'two'), (3, 'three')) q(v, name) on q.v = a.k",
};
