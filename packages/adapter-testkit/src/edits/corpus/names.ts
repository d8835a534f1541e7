/** Names of columns that become values: keys of JSON, fields of structs, texts. */
export const names: Readonly<Record<string, string>> = {
  names_json:
    "select id, v, to_json(q)::varchar as j from (select id, x as v, y as cd from base.a) q",
  names_json_keys:
    "select id, v, json_keys(to_json(q)) as l from (select id, x as v, t as cd, y as ef from base.a) q",
  names_row_text: "select id, v, q::varchar as p from (select id, x as v, y as cd from base.a) q",
  names_row_list:
    "select v % 3 as id, count(*) as v, list(q order by q.id)::varchar as l from (select id, x as v, y as cd from base.a) q group by v % 3",
  names_cte_row:
    "with q(id, v, cd) as (select id, x, y from base.a) select id, v, to_json(q)::varchar as j from q",
  names_struct:
    "select id, v, struct_pack(cd)::varchar as p from (select id, x as v, y as cd from base.a) q",
  names_insert:
    "select id, v, struct_insert({k: v}, cd)::varchar as p from (select id, x as v, y as cd from base.a) q",
  names_alias:
    "select id, v, concat(alias(cd), '!') as n from (select id, x as v, y as cd from base.a) q",
  names_packed_star:
    "select id, x as v, struct_pack(*columns(* exclude (id, x)))::varchar as p from (select id, x, y as cd, t as ef from base.a) q",
  names_type: "select id, v, typeof(q) as n from (select id, x as v, y as cd from base.a) q",
  names_unpivot:
    "select 1 as id, v, n as t from (unpivot (select x as cd, y as ef from base.a) on columns(*) into name n value v)",
  names_unnamed:
    "select v as id, v, to_json(q)::varchar as j from (select x as v, max(y), count(k) from base.a group by x) q",
};
