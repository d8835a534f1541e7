/** Window functions, grouping and what picks rows. */
export const windows: Readonly<Record<string, string>> = {
  window_number:
    "select id, row_number() over (partition by k order by x, id) as v, x, t from base.a",
  window_frame:
    "select id, sum(x) over (order by id rows between 1 preceding and current row) as v, max(y) over (partition by k) as m, t from base.a",
  window_range:
    "select id, sum(y) over (order by x range between 1 preceding and 1 following) as v, x, y from base.a",
  window_named:
    "select id, lag(x) over w as v, lead(y) over w as n, t from base.a window w as (partition by t order by id)",
  window_qualify:
    "select id, x as v, y, t from base.a qualify row_number() over (partition by k order by y desc, id) = 1",
  window_qualify_alias:
    "select id, rank() over (order by x, id) as v, y, k from base.a qualify v <= 4",
  window_rank_of_sum:
    "select k as id, sum(x) as v, rank() over (order by sum(x), k) as r, count(*) as n from base.a group by k",
  group_by: "select k as id, sum(v) as v, max(w) as w, count(*) as n from base.c group by k",
  group_by_all: "select k as id, sum(x) as v, t, min(y) as m from base.a group by all",
  group_by_position: "select k as id, max(y) as v, t, count(x) as n from base.a group by 1, 3",
  group_having:
    "select k as id, sum(v) + 1 as v, count(*) as n, max(ts) as last from base.c group by k having count(*) > 1",
  group_having_column:
    "select k as id, count(*) as v, min(ts) as first from base.c group by k having max(w) > 5",
  grouping_sets:
    "select k as id, sum(x) as v, t, grouping(k) as g from base.a group by grouping sets ((k), (t), ())",
  rollup: "select k as id, count(*) as v, t, max(x) as m from base.a group by rollup (k, t)",
  cube: "select k as id, sum(y) as v, t, count(x) as n from base.a group by cube (k, t)",
  filtered_aggregate:
    "select k as id, sum(x) filter (where y > 2) as v, count(*) filter (t = 'p') as n, list(x order by id) as l from base.a group by k",
  distinct_rows: "select distinct k as id, x > 2 as v, t, y > 3 as m from base.a",
  distinct_on: "select distinct on (k) id, x as v, k, t from base.a order by k, x, id",
  order_all_limit: "select id, x as v, y, t from base.a order by all limit 4",
  order_all_desc_offset: "select k, id, x as v, t from base.a order by all desc limit 4 offset 1",
  order_position_limit: "select id, x as v, y, t from base.a order by 2, id limit 4",
  order_position_star:
    "select * from (select id, x as v, y, k from base.a) q order by 3, id limit 4",
  order_position_join_star:
    "select * from base.b join (select id, y as v, k from base.a) q using (id) order by 3, id limit 2",
  order_position_natural:
    "select * from base.b natural join (select id, y as v, k, t from base.a) q order by 2, id limit 3",
  order_position_recursive:
    "with recursive r as (select id, x as v, y from base.a union all select id + 10, v, y from r where id < 5) select * from r order by 2, id limit 5",
  order_position_function:
    "select * from range(3) r, (select id, x as v, y from base.a) q order by 4, id, 1 limit 4",
  distinct_position_star:
    "select distinct on (3) * from base.b join (select id, y as v, k from base.a) q using (id) order by 3, id",
  order_all_star: "select * from (select id, x as v, y, t from base.a) q order by all limit 3",
  order_all_distinct_on: "select distinct on (k) k, id, x as v, t from base.a order by all",
  order_all_join:
    "select a.id, c.v, a.y, c.w from base.a a join base.c c on a.k = c.k order by all limit 5",
  order_alias_limit: "select id, x * y as v, x, t from base.a order by v desc, id limit 5",
  distinct_count:
    "select t as v, count(distinct k > 2) as n, max(id) as id, bool_or(x > 3) as b from base.a group by t",
};
