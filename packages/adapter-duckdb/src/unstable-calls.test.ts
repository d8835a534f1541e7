import { afterAll, beforeAll, expect, test } from "vitest";
import type { WarehouseAdapter } from "@sluice/core/adapter";
import { duckdb } from "./index.js";
import { clockKeywords, unstableFunctions } from "./unstable-functions.js";

let warehouse: WarehouseAdapter;
beforeAll(async () => {
  warehouse = await duckdb({ path: ":memory:" }).open({ projectDir: "/" });
});
afterAll(() => warehouse.close());

async function parse(sql: string) {
  const [result] = await warehouse.parse([sql]);
  if (result?.ok !== true) throw new Error(`${sql}: ${result?.diagnostic.message ?? ""}`);
  return result.query;
}

/** `now clock rows`, and `?` behind what may be a column, at the text it stands at. */
async function calls(sql: string): Promise<readonly string[]> {
  const { unstable = [] } = await parse(sql);
  return unstable.map(({ name, reason, use, mayBeColumn, start, end }) => {
    const written = sql.slice(start, end).toLowerCase();
    const shown = written === name ? name : `${name} at ${written}`;
    return `${shown}${mayBeColumn === true ? "?" : ""} ${reason} ${use}`;
  });
}

test.each([...unstableFunctions])("%s() has no fixed value: %s", async (name, reason) => {
  expect(await calls(`select 'é🦆' as a, 1 + ${name}() as b from t`)).toEqual([
    `${name} ${reason} value`,
  ]);
});

test.each([...clockKeywords])("%s reads the clock", async (name) => {
  expect(await calls(`select 1 from t where ts < ${name.toUpperCase()}`)).toEqual([
    `${name}? clock rows`,
  ]);
});

test.each<[string, readonly string[]]>([
  // Where a value stands decides what it decides.
  ["select now()", ["now clock column"]],
  [
    "select now()::date as d, try_cast(random() as int)",
    ["now clock column", "random random column"],
  ],
  ["select 1 as x union all select now()", ["now clock column"]],
  ["select date_trunc('day', now()) as d", ["now clock value"]],
  ["select d from (select now() as d)", ["now clock value"]],
  ["select count(*) filter (where ts < now()) from t", ["now clock value"]],
  ["select * from t where ts > now() - interval 1 day", ["now clock rows"]],
  ["select * from t where id in (select id from u where ts < now())", ["now clock rows"]],
  ["select 1 from a join b on a.ts < now()", ["now clock rows"]],
  ["select k from t group by k having max(ts) < now()", ["now clock rows"]],
  ["select k from t qualify row_number() over (order by ts) < random()", ["random random rows"]],
  ["select * from t limit (random() * 10)::int", ["random random rows"]],
  [
    "from generate_series(date '2024-01-01', current_date, interval 1 day)",
    ["current_date? clock rows"],
  ],
  ["select unnest(range(date '2024-01-01', today(), interval 1 day))", ["today clock rows"]],
  ["select list_transform([1], x -> x + random())", ["random random value"]],
  // One argument counts from today, two do not.
  ["select age(ts), age(ts, until) from t", ["age clock column"]],
  ["select t.ts.age() as a from t", ["age at t clock column"]],
  ["select main.age(ts) as a from t", ["age at main clock column"]],
  // Samples without a seed.
  ["select * from t using sample 10", ["sample random rows"]],
  ["select * from t tablesample 10%", ["sample at tablesample random rows"]],
  ["select * from t tablesample reservoir (10 rows) repeatable (42)", []],
  ["select * from t using sample 10% (system, 7)", []],
  // Columns, aliases and strings are no calls.
  ["select today, now, random, uuid from t", []],
  ['select t.current_date, "t".current_timestamp from t', []],
  ["with q(current_date) as (select 1) select current_date from q", []],
  ["select current_date + 1 from (select 1 as current_date) q", []],
  ["select current_date from (values (1)) q(current_date)", []],
  ["select list_transform([1], lambda current_date : current_date)", []],
  ["select 'now()', \"now()\" /* now() */ from t -- random()", []],
  ["with now as (select 1 as x) select x from now", []],
  ["select hash(id), md5(name), version(), current_database() from t", []],
])("%s", async (sql, expected) => {
  expect(await calls(sql)).toEqual(expected);
});

test("a parameter has the strongest use of its occurrences", async () => {
  const uses = async (sql: string) =>
    (await parse(sql)).parameters.map(({ name, use }) => `${name} ${use ?? ""}`);
  expect(await uses("select $now as a from t")).toEqual(["now column"]);
  expect(await uses("select $now as a, $now::date - d from t")).toEqual(["now value", "now value"]);
  expect(await uses("select $now as a from t where ts <= $now")).toEqual(["now rows", "now rows"]);
  expect(await uses("with p as (select $now as n) select n from p")).toEqual(["now value"]);
});
