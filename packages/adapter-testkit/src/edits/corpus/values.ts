/** Structs, lists, maps, pivots, stars and expressions. */
export const values: Readonly<Record<string, string>> = {
  expressions:
    "select id, (x + y) * 2 - (id - x) as v, x // 2 as h, t || '-' || y as n from base.a where (x > 1 or y > 2) and not (id = 3 and x = 2)",
  conditions:
    "select id, case when x > 2 then y when t = 'q' then -x else 0 end as v, x between 1 and y as b, coalesce(k, 0) as k from base.a",
  casts:
    "select id, cast(x as bigint) as v, y::varchar as y, try_cast(t as integer) as n, d + 1 as d from base.a",
  dates:
    "select id, extract(day from d) as v, date_trunc('month', d) as m, strftime(d, '%Y-%m') as s from base.a",
  time_zone: "select k as id, extract(hour from ts::timestamptz) as v, w from base.c",
  divisions: "select id, x / 2 as v, typeof(y / 2) as n, x % 2 as m from base.a",
  variables: "select id, x * $factor as v, $rates['a'] as r, t from base.a where y < $rates['b']",
  variables_map:
    "select id, x as v, map_keys($rates) as l, coalesce($rates[t], 0) as r from base.a",
  variables_filter: "select id, y as v, t from base.a where x * 1.0 < $rates['a']",
  variables_cte:
    "with q as (select id, x * $rates['b'] as v, t from base.a) select id, v, t from q where v > $factor",
  aliases_reused: "select id, x + 1 as n, n * 2 as v, y from base.a where n > 1",
  structs: "select id, s.f + s.g as v, {'f': x, 'h': t} as p, struct_pack(q := y) as q from base.n",
  struct_star: "select id, x as v, s.* from base.n",
  struct_unnest: "select id, x as v, unnest(s) from base.n",
  struct_row:
    "select id, x as v, (select q from (select x, t from base.n i where i.id = n.id) q) as r from base.n n",
  struct_keys:
    "select id, x as v, {ab: x, cd: y} as p, typeof({ef: t}) as n, ({gh: k})::varchar as s from base.a",
  struct_json:
    "select q.id, q.v, to_json(q)::varchar as j from (select id, x as v, y as w from base.a) q",
  struct_packed_star:
    "select id, x as v, struct_pack(*columns(* exclude (d)))::varchar as p from base.a",
  lists:
    "select id, l[1] as v, l[1:2] as p, list_transform(l, e -> e + x) as q, len(l) as n from base.n",
  list_filter:
    "select id, list_sum(list_filter(l, e -> e > x)) as v, x, list_sort(l) as q from base.n",
  list_comprehension: "select id, x as v, [e * 2 for e in l if e > 1] as q from base.n",
  list_unnest: "select id, unnest(l) as v, x, t from base.n",
  list_aggregate:
    "select x as v, list(id order by id) as q, max(id) as id, string_agg(t, ',' order by id) as s from base.n group by x",
  maps: "select id, m['a'] as v, map {'k': x, t: y} as p, map_keys(m) as q, cardinality(m) as n from base.n",
  json: "select id, x as v, to_json({'A': x, 'b': t}) as j, json_extract_string(to_json(s), 'g') as g from base.n",
  pivot:
    "select * from (pivot (select id, k, x as v from base.a where k is not null) on k in (1, 2, 3) using sum(v) group by id) p join (select id, y as v from base.a) q using (id)",
  pivot_in:
    "pivot (select id, t, x, y as v from base.a) on t in ('p', 'q') using max(x) group by id, v",
  unpivot: "unpivot (select id, x, y, k from base.a) on x, y into name n value v",
  unpivot_star:
    "select id, v, n from (unpivot (select id, x, y from base.a) on columns(* exclude (id)) into name n value v)",
  unpivot_names:
    "select n as t, v, 1 as id from (unpivot (select x as p, y as q from base.a) on p, q into name n value v)",
  star: "select * from (select id, v, w from (select k as id, v, w from base.c) p) q where v > 1",
  star_exclude: "select * exclude (d, t), x + y as v from base.a",
  star_replace: "select * replace (x + 1 as x), y as v from base.a order by id, x limit 5",
  star_rename: "select * rename (x as v, y as w) from base.a",
  star_columns: "select id, x as v, columns('^[ky]$') from base.a",
  star_qualified: "select a.* exclude (x), b.z as v from base.a a join base.b b on a.id = b.id",
  star_count:
    "select k as id, count(*) as v, max(columns(* exclude (k, id))) from base.a group by k",
  from_first: "from base.a select id, x as v, y, t where y > 2",
  table_function: "select id, r.range as v, x, t from base.a, range(x) r",
  typed: "select id, v, v + 1 as w from base.stepped where v > 1",
  volatile: "select id, x as v, y, t, (random() > 2)::integer as r from base.a",
};
