/** Joins of every kind. */
export const joins: Readonly<Record<string, string>> = {
  join_inner: "select a.id, c.v, a.x, c.w from base.a a join base.c c on a.k = c.k where a.x > 1",
  join_left:
    "select a.id, b.z as v, a.t, b.u from base.a as a left join base.b as b on a.id = b.id",
  join_right: "select b.id, a.y as v, b.z, a.t from base.a a right join base.b b on a.id = b.id",
  join_full:
    "select coalesce(a.id, b.id) as id, a.x as v, b.z, b.u from base.a a full join base.b b on a.id = b.id and b.z > 2",
  join_cross: "select a.id, b.z as v, a.x, b.u from base.a a cross join base.b b where b.z = 3",
  join_semi: "select a.id, a.x as v, a.y, a.t from base.a a semi join base.b b on a.id = b.id",
  join_anti: "select a.id, a.y as v, a.x, a.d from base.a a anti join base.b b on a.id = b.id",
  join_asof:
    "select a.id, c.v, c.k, c.w from base.a a asof left join (select k, v, w, ts from base.c) c on a.k = c.k and a.d >= c.ts",
  join_positional:
    "select a.id, b.z as v, b.u, a.t from (select id, t from base.a order by id) a positional join (select z, u from base.b order by id) b",
  join_using: "select id, z as v, y, u from base.a join base.b using (id, x)",
  join_using_star: "select * from base.b join (select id, y as v from base.a) q using (id)",
  join_natural: "select id, z as v, y, t from base.a natural join base.b",
  join_natural_left: "select id, y as v, z, u, t from base.a natural left join base.b",
  join_lateral:
    "select a.id, q.v, q.w, a.x from base.a a, lateral (select max(c.v) as v, count(*) as w from base.c c where c.k <= a.k) q",
  join_self:
    "select l.id, r.x as v, l.y, r.t from base.a l join base.a r on l.x = r.id and l.id <> r.y",
  join_three:
    "select a.id, c.v, b.z, b.u from base.a a join base.b b on b.id = a.id left join base.c c on c.k = a.k and c.v > b.z",
  join_capture:
    "select a.id, q.v, q.n, a.x from base.a a join (select k, sum(v) as v, count(w) as n from base.c group by k) q on q.k = a.k",
  join_positional_star:
    "select * from (select id, x as v, t from base.a order by id limit 5) l positional join (select z, u from base.b order by id limit 5) r",
};
