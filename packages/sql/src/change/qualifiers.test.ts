import { language } from "../../test/duckdb-language.js";
import { beforeAll, describe, expect, it } from "vitest";
import { lineageEngine, type LineageEngine } from "../../test/lineage-engine.js";
import { compareQueries } from "./compare-queries.js";

let engine: LineageEngine;
beforeAll(async () => {
  engine = await lineageEngine();
  return () => engine.close();
});

const source = "(values (7, 2), (1, 5), (4, null), (2, 2), (-4, 2)) e(a, b)";

/** A query with `?` for a qualifier, over columns that an item's alias has the name of. */
const free = [
  "select ?a * 10 as a from m.t e",
  "select ?a * 10 as a, ?a + 1 as c from m.t e",
  "select ?a + 1 as c, ?a * 10 as a from m.t e",
  "select -?a as a from m.t e where ?a > 1",
  "select -?a as a, b from m.t e where ?a > 1 and coalesce(b, 0) < 5",
  "select coalesce(?b, 0) as b from m.t e where ?b is null or ?b > 2",
  "select sum(?a) as a, b from m.t e where ?a > 1 group by b",
  "select -?a as a, sum(?a) over (order by ?a) as s from m.t e",
  "select (?a * 1)::int as a from m.t e",
  "select case when ?a > 2 then ?b end as a from m.t e",
  "select list_transform([1, 2], lambda k: k + ?a) as a from m.t e",
  "select list_transform([1, 2], lambda k: {k: ?a}) as v, ?a as a from m.t e",
  "select ?a as v, columns('^b$') as w from m.t e where ?a > 1",
  "select ?a as v, -columns(*) from m.t e where ?a > 1",
  "select ?a as v, struct_pack(*columns(* exclude (b)))::varchar as p from m.t e where ?b > 1",
  "select ?a as v, to_json(e)::varchar as j from m.t e where ?a > 1",
  "select ?a as v, {a: ?b} as e from m.t e",
  "select struct_pack(?a)::varchar as v, struct_insert({c: 1}, ?b)::varchar as w from m.t e",
  "select concat(alias(?a), alias(?b + 1)) as v from m.t e",
  "select to_json(q)::varchar as v from (select ?a, ?b + 1 as c from m.t e where ?b > 1) q",
  "select * replace (a * 2 as a), ?b as c from m.t e where ?a > 1 order by ?b, a limit 2",
  "select * rename (a as c) from m.t e order by ?a limit 2",
  "select * exclude (a) from m.t e order by ?a limit 2",
];

/** Clauses that take an unqualified name for the item. */
const meant = [
  "select -e.a as a from m.t e order by ?a limit 2",
  "select -e.a as a, b from m.t e order by ?a desc, b limit 2",
  "select columns(*) * -1 from m.t e order by ?a limit 2",
  "select -columns(*) from m.t e order by ?a limit 2",
  "select (columns(*) % 3)::varchar from m.t e order by ?a desc limit 2",
  "select columns(*) not in (7) from m.t e order by ?a limit 1",
  "select case when true then coalesce(-columns(*), 0) end from m.t e order by ?a limit 2",
  "select columns('a') - 9 as b, columns('b') as 'a' from m.t e order by ?a desc limit 2",
  "select columns('()b') as '\\1a', -e.a as c from m.t e order by ?a limit 2",
  "select * replace (-a as a) from m.t e order by ?a limit 2",
  "select * rename (a as b, b as a) from m.t e order by ?a limit 2",
  "select to_json(q)::varchar as v from (select max(?a) from m.t e) q",
];

async function kindOf(before: string, after: string): Promise<string> {
  const side = async (sql: string) => ({
    sql,
    columns: await engine.columns(sql.replace("m.t e", source)),
    parents: new Map([["m.t", ["a", "b"]]]),
  });
  const found = await compareQueries(await side(before), await side(after), {
    language,
    read: engine.trees,
  });
  return found.kind;
}

const sides = (query: string): readonly [string, string] => [
  query.replaceAll("?", ""),
  query.replaceAll("?", "e."),
];

const rowsOf = async (query: string) =>
  JSON.stringify(await engine.rows(query.replace("m.t e", source)), (_, value: unknown) =>
    typeof value === "bigint" ? String(value) : value,
  );

describe("a qualifier of a column", () => {
  it.each(free)("changes nothing in `%s`", async (query) => {
    const [plain, qualified] = sides(query);
    expect(await rowsOf(plain)).toBe(await rowsOf(qualified));
    expect(await kindOf(plain, qualified)).toBe("equivalent");
  });

  it.each(meant)("decides what is meant in `%s`", async (query) => {
    const [plain, qualified] = sides(query);
    expect(await rowsOf(plain)).not.toBe(await rowsOf(qualified));
    expect(await kindOf(plain, qualified)).not.toBe("equivalent");
  });
});
