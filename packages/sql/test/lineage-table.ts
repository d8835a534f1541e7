/** Inputs by output column, `a.x` for short, and the inputs that decide which rows there are. */
export interface LineageCase {
  readonly sql: string;
  readonly columns: Readonly<Record<string, string>>;
  readonly rows: string;
}

type Row = readonly [sql: string, columns: Readonly<Record<string, string>>, rows: string];

const A = { id: "a.id", x: "a.x", y: "a.y", t: "a.t", l: "a.l", s: "a.s", d: "a.d" };
const B = { id: "b.id", x: "b.x", z: "b.z", u: "b.u" };
const C = { k: "c.k", v: "c.v" };

/** Queries whose lineage is known, by what they are about. */
const table: Readonly<Record<string, readonly Row[]>> = {
  unpivot: [
    ["unpivot m.c on k, v into name n value w", { n: "", w: "c.k c.v" }, "c.k c.v"],
    ["select id, n, w from m.b unpivot (w for n in (x, z))", { id: "b.id", n: "", w: "b.x b.z" }, "b.x b.z"],
    ["from m.b unpivot include nulls (w for n in (x, z))", { id: "b.id", u: "b.u", n: "", w: "b.x b.z" }, ""],
    ["from m.b unpivot ((p, q) for n in ((id, x), (z, id)))", { u: "b.u", n: "", p: "b.id b.z", q: "b.id b.x" }, "b.id b.x b.z"],
    ["with q as (select id, x, y from m.a) from q unpivot (w for n in (x, y))", { id: "a.id", n: "", w: "a.x a.y" }, "a.x a.y"],
    ["with q as (select id, x, y from m.a) select w from q unpivot (w for n in (x as one, y as two))", { w: "a.x a.y" }, "a.x a.y"],
    ["select id from m.b unpivot (w for n in (x, z))", { id: "b.id" }, "b.x b.z"],
    ["unpivot (select id, x + y as p, y as q from m.a) on p, q into name n value w", { id: "a.id", n: "", w: "a.x a.y" }, "a.x a.y"],
    ["unpivot m.c on * into name n value w", { n: "", w: "c.k c.v" }, "c.k c.v"],
    ["unpivot (select id, x, z from m.b) on * exclude (id) into name n value w", { id: "b.id", n: "", w: "b.x b.z" }, "b.x b.z"],
    ["select q.w + c.v as r from (unpivot (select id, x from m.b) on x into name n value w) q join m.c on c.k = q.id", { r: "b.x c.v" }, "b.id b.x c.k"],
  ],
  pivot: [
    ["from (pivot m.c on k in (1, 2) using sum(v))", { "1": "c.k c.v", "2": "c.k c.v" }, ""],
    ["pivot (select id, x, y from m.a) on id in (1, 2) using sum(x) group by y", { y: "a.y", "1": "a.id a.x", "2": "a.id a.x" }, "a.y"],
    ["pivot (select id, x, y from m.a) on id in (1, 2) using sum(x)", { y: "a.y", "1": "a.id a.x", "2": "a.id a.x" }, "a.y"],
    ["select one from (select id, x, y from m.a) pivot (max(y) for id in (1 as one, 2 as two) group by x)", { one: "a.id a.y" }, "a.x"],
    ["pivot (select id, x, y, d from m.a) on id in (1) using sum(x) as p, max(y) as q group by d", { d: "a.d", "1_p": "a.id a.x", "1_q": "a.id a.y" }, "a.d"],
    ["pivot (select id, x, y from m.a) on id in (1, 2), x in (0, 1) using count(y)", { "1_0": "a.id a.x a.y", "1_1": "a.id a.x a.y", "2_0": "a.id a.x a.y", "2_1": "a.id a.x a.y" }, ""],
    ["pivot (select x % 2 as p, y, id from m.a) on p in (0, 1) using sum(y) group by id", { id: "a.id", "0": "a.x a.y", "1": "a.x a.y" }, "a.id"],
    ["with q as (pivot (select id, x, y from m.a) on id in (1, 2) using sum(x) group by y) select y, \"1\" as p from q", { y: "a.y", p: "a.id a.x" }, "a.y"],
    ["pivot (select t, x, y from m.a) on t in ('t0', 't1') using sum(x) group by y", { y: "a.y", t0: "a.t a.x", t1: "a.t a.x" }, "a.y"],
  ],
  "columns(...)": [
    ["select columns(*) from m.c", C, ""],
    ["select columns('x|z') from m.b", { x: "b.x", z: "b.z" }, ""],
    ["select columns(n -> n in ('id', 'u')) from m.b", { id: "b.id", u: "b.u" }, ""],
    ["select columns(['z', 'x']) from m.b", { z: "b.z", x: "b.x" }, ""],
    ["select columns(* exclude (u)) from m.b", { id: "b.id", x: "b.x", z: "b.z" }, ""],
    ["select max(columns(*)) from m.c", C, ""],
    ["select columns('k|v') + 1 from m.c", C, ""],
    ["select coalesce(*columns(*)) as w from m.c", { w: "c.k c.v" }, ""],
    ["from m.c select * like 'k%'", { k: "c.k" }, ""],
    ["select * not like 'u' from m.b", { id: "b.id", x: "b.x", z: "b.z" }, ""],
    ["with q as (select columns('x|z') from m.b) select z, x from q", { z: "b.z", x: "b.x" }, ""],
    ["with q as (select columns('x|z'), id from m.b) select id from q", { id: "b.id" }, ""],
    ["select id, columns('y') + x as w, t from m.a", { id: "a.id", w: "a.x a.y", t: "a.t" }, ""],
    ["select k from m.c where columns(*) > 1", { k: "c.k" }, "c.k c.v"],
    ["select columns(c.*) from m.a join m.c on a.id = c.k", C, "a.id c.k"],
  ],
  "unnest of a struct": [
    ["select unnest(s) from m.a", { f: "a.s", g: "a.s" }, "a.s"],
    ["select id, unnest(s), x from m.a", { id: "a.id", f: "a.s", g: "a.s", x: "a.x" }, "a.s"],
    ["select unnest({'p': x, 'q': y}) from m.a", { p: "a.x", q: "a.y" }, "a.x a.y"],
    ["with q as (select id, unnest(s) from m.a) select g, id from q", { g: "a.s", id: "a.id" }, "a.s"],
    ["with q as (select unnest({'p': x, 'q': y}), id from m.a) select q, id from q", { q: "a.y", id: "a.id" }, "a.x a.y"],
    ["select id, unnest(l) as e, y from m.a", { id: "a.id", e: "a.l", y: "a.y" }, "a.l"],
    ["select unnest(l) as e, x, unnest([y]) as w from m.a", { e: "a.l", x: "a.x", w: "a.y" }, "a.l a.y"],
    ["select a.id, u.e from m.a, unnest(l) as u(e)", { id: "a.id", e: "a.l" }, "a.l"],
    ["select s.f, (s).g as h from m.a", { f: "a.s", h: "a.s" }, ""],
  ],
  stars: [
    ["from m.a", A, ""],
    ["select * exclude (l, s, d, t) from m.a", { id: "a.id", x: "a.x", y: "a.y" }, ""],
    ["select * replace (x + z as x) from m.b", { ...B, x: "b.x b.z" }, ""],
    ["select * rename (x as w) from m.b", { id: "b.id", w: "b.x", z: "b.z", u: "b.u" }, ""],
    ["select * exclude (u) replace (z as id) rename (z as w) from m.b", { id: "b.z", x: "b.x", w: "b.z" }, ""],
    ["select b.* exclude (u), c.* from m.b join m.c on b.id = c.k", { id: "b.id", x: "b.x", z: "b.z", ...C }, "b.id c.k"],
    ["select b.* replace (b.z + c.v as z) from m.b join m.c on b.id = c.k", { ...B, z: "b.z c.v" }, "b.id c.k"],
    ["select * exclude (k) from (select * replace (k + v as v) from m.c)", { v: "c.k c.v" }, ""],
    ["select * from m.b join m.c on b.id = c.k", { ...B, ...C }, "b.id c.k"],
  ],
  "set operations by name": [
    ["select k as n from m.c union all by name select x as n from m.b", { n: "b.x c.k" }, ""],
    ["select k, v from m.c union all by name select x as v, z as k from m.b", { k: "b.z c.k", v: "b.x c.v" }, ""],
    ["select k from m.c union all by name select x from m.b", { k: "c.k", x: "b.x" }, ""],
    ["select k, v from m.c union by name select z as w, id as k from m.b", { k: "b.id c.k", v: "c.v", w: "b.z" }, "b.id b.z c.k c.v"],
    ["select * from m.c union all by name select * exclude (u) from m.b", { ...C, id: "b.id", x: "b.x", z: "b.z" }, ""],
    ["with q as (select k as p, v as q from m.c union all by name select x as q, z as p from m.b) select p from q", { p: "b.z c.k" }, ""],
    ["select k as p, 1 as q from m.c union all by name select id as q, x as p from m.b where z > 1", { p: "b.x c.k", q: "b.id" }, "b.z"],
  ],
  "what the columns of a query bound": [
    ["with q as (select id, x from m.a) select x from q, range(3)", { x: "a.x" }, ""],
    ["with q as (select k from m.c tablesample 100%), r as (select id, x from m.b) select r.x, r.id from r", { x: "b.x", id: "b.id" }, "c.k c.v"],
    ["select p.x, q.n from m.b p, (select count(*) as n from m.c using sample 100%) q", { x: "b.x", n: "?c.k c.v" }, "c.k c.v"],
    ["with q as (select * from (summarize (select k from m.c))) select max(q.max) as w from q", { w: "c.k" }, "c.k"],
  ],
  "nested values": [
    ["select map {k: v} as w from m.c", { w: "c.k c.v" }, ""],
    ["select {k: v} as w from m.c", { w: "c.v" }, ""],
    ["select array(select k from m.c order by all) as w", { w: "c.k c.v" }, ""],
    ["select list_transform(l, x -> x + 1) as w from m.a", { w: "a.l" }, ""],
    ["select [e + y for e in l if e > x] as w from m.a", { w: "a.l a.x a.y" }, ""],
    ["select list_reduce(l, (p, x) -> p + x + y) as w from m.a", { w: "a.l a.y" }, ""],
    ["select b as w from m.b", { w: "b.id b.u b.x b.z" }, ""],
  ],
  "queries with an order": [
    ["select id, x from m.b order by z limit 2", { id: "b.id", x: "b.x" }, "b.z"],
    ["select id, x from m.b order by all limit 2", { id: "b.id", x: "b.x" }, "b.id b.x"],
    ["select z, x from m.b order by 2 limit 2", { z: "b.z", x: "b.x" }, "b.x"],
    ["select * from m.b order by 3 limit 2", B, "b.z"],
    ["select id, sum(x) over w as p from m.b window w as (partition by u order by z)", { id: "b.id", p: "b.u b.x b.z" }, ""],
    ["select u, sum(x) as p from m.b group by all having max(z) > 1", { u: "b.u", p: "b.x" }, "b.u b.z"],
    ["select distinct on (x) id, z from m.b order by x, z", { id: "b.id", z: "b.z" }, "b.x b.z"],
  ],
}; // prettier-ignore

export const lineageTable: Readonly<Record<string, readonly LineageCase[]>> = Object.fromEntries(
  Object.entries(table).map(([about, rows]) => [
    about,
    rows.map(([sql, columns, decided]): LineageCase => ({ sql, columns, rows: decided })),
  ]),
);
