import { inspect } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";
import { language } from "../../test/duckdb-language.js";
import { lineageEngine, type LineageEngine } from "../../test/lineage-engine.js";
import { compareQueries } from "./compare-queries.js";

let engine: LineageEngine;
beforeAll(async () => {
  engine = await lineageEngine();
  return () => engine.close();
});

type Pair = readonly [before: string, after: string];

/** Names of relations, qualifiers and letter case beside a query whose names become values. */
const alike: readonly Pair[] = [
  ["select to_json(q)::varchar as v from (select id, x from m.b o where o.z > 2) q", "select to_json(q)::varchar as v from (select id, x from m.b i where i.z > 2) q"],
  ["select to_json(q)::varchar as v from (select o.id, o.x + 1 as n from m.b o) q", "select to_json(q)::varchar as v from (select i.id, i.x + 1 as n from m.b i) q"],
  ["select to_json(q)::varchar as v from (select id, x + 1 as n from m.b) q", "select to_json(q)::varchar as v from (select id, X + 1 as n from m.b) q"],
  ["select to_json(q)::varchar as v from (select id, x as n from m.b where z > 2) q", "select to_json(q)::varchar as v from (select id, x as n from M.B where Z > 2) q"],
  ["with p as (select id, x from m.b) select to_json(q)::varchar as v from (select id, x from p) q", "with o as (select id, x from m.b) select to_json(q)::varchar as v from (select id, x from o) q"],
  ["select struct_pack(x)::varchar as v from m.b", "select struct_pack(X)::varchar as v from m.b"],
  ["select columns('^[xz]$') from m.b q where q.id > 1", "select columns('^[xz]$') from m.b r where r.id > 1"],
  ["select b.id, cardinality(map {'k': b.x}) as b from m.b", "select id, cardinality(map {'k': x}) as b from m.b"],
  ["select concat(alias(x)) as v from m.b", "select concat(alias(b.x)) as v from m.b"],
]; // prettier-ignore

/** Edits of a name that is itself a value, or a part of one. */
const different: readonly Pair[] = [
  ["select to_json(r)::varchar as v from (select q from (select id from m.b) q) r", "select to_json(r)::varchar as v from (select Q from (select id from m.b) q) r"],
  ["select to_json(q)::varchar as v from (select s.f from m.a) q", "select to_json(q)::varchar as v from (select s.F from m.a) q"],
  ["select to_json(q)::varchar as v from (select max(x) from m.b) q", "select to_json(q)::varchar as v from (select max(X) from m.b) q"],
  ["select to_json(q)::varchar as v from (select max(o.x) from m.b o) q", "select to_json(q)::varchar as v from (select max(i.x) from m.b i) q"],
  ["select to_json(q)::varchar as v from (select (select o.x from m.b o limit 1)) q", "select to_json(q)::varchar as v from (select (select i.x from m.b i limit 1)) q"],
  ["select to_json(q)::varchar as v from (select * replace (x as x) from m.b) q", "select to_json(q)::varchar as v from (select * replace (x as X) from m.b) q"],
  ["select to_json(q)::varchar as v from (select * rename (x as n) from m.b) q", "select to_json(q)::varchar as v from (select * rename (x as N) from m.b) q"],
  ["select to_json(q)::varchar as v from (select id, x from m.b) q(n, o)", "select to_json(q)::varchar as v from (select id, x from m.b) q(N, o)"],
  ["with r(n) as (select id from m.b) select to_json(r)::varchar as v from r", "with r(N) as (select id from m.b) select to_json(r)::varchar as v from r"],
  ["select to_json(q)::varchar as v from (pivot (select x, z from m.b) on x in (1) using sum(z), max(z)) q", "select to_json(q)::varchar as v from (pivot (select x, z from m.b) on x in (1) using sum(Z), max(z)) q"],
  ["select struct_pack(n := x)::varchar as v from m.b", "select struct_pack(N := x)::varchar as v from m.b"],
  ["select struct_pack(n)::varchar as v from (select x as n from m.b)", "select struct_pack(n)::varchar as v from (select x as N from m.b)"],
  ["select struct_insert({c: 1}, n)::varchar as v from (select x as n from m.b)", "select struct_insert({c: 1}, n)::varchar as v from (select x as N from m.b)"],
  ["select struct_update({c: 1}, n)::varchar as v from (select x as n from m.b)", "select struct_update({c: 1}, n)::varchar as v from (select x as N from m.b)"],
  ["select concat(alias(n)) as v from (select x as n from m.b)", "select concat(alias(n)) as v from (select x as N from m.b)"],
  ["select concat(alias(n + 1)) as v from (select x as n from m.b)", "select concat(alias(n + 1)) as v from (select x as N from m.b)"],
  ["select typeof({n: x}) as v from m.b", "select typeof({N: x}) as v from m.b"],
  ["select n, w from (unpivot (select x as p from m.b) on p into name n value w)", "select n, w from (unpivot (select x as P from m.b) on P into name n value w)"],
  ["select to_json(b)::varchar as v from (select x from m.b) b", "select to_json(b)::varchar as v from (select x as X from m.b) b"],
]; // prettier-ignore

async function kindOf(before: string, after: string): Promise<string> {
  const parents = new Map(Object.entries(engine.parents));
  const side = async (sql: string) => ({ sql, columns: await engine.columns(sql), parents });
  const options = { language, read: engine.trees };
  return (await compareQueries(await side(before), await side(after), options)).kind;
}

const rowsOf = async (sql: string) =>
  inspect(await engine.rows(sql), { depth: 9, maxArrayLength: 999 });

describe("beside names that become values", () => {
  it.each(alike)("a query is the same: %s", async (before, after) => {
    expect(await rowsOf(after)).toBe(await rowsOf(before));
    expect(await kindOf(before, after)).toBe("equivalent");
  });
});

describe("a name that becomes a value", () => {
  it.each(different)("is an edit: %s", async (before, after) => {
    expect(await rowsOf(after)).not.toBe(await rowsOf(before));
    expect(await kindOf(before, after)).not.toMatch(/equivalent|same values/u);
  });
});
