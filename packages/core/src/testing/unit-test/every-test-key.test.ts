import { expect, it } from "vitest";
import { z } from "zod";
import { keyPaths } from "../../../test/keys/key-paths.js";
import { testProject } from "../../../test/project.js";
import { testSchema } from "./test-schema.js";

type Values = Readonly<Record<string, unknown>>;

const model = "select id, $now as at from raw.e where id > $least";
const incremental = `/* model
kind: { type: incremental_by_time, time: day, start: 2024-01-01 }
*/
select day, $start as first, $end as last from raw.days where day >= $start and day < $end`;
const byKey = `/* model
kind: { type: incremental_by_key, key: id, updated_at: id }
*/
with old as (select id from raw.e where id < 2) select id from raw.e where id >= $since`;

const rows = (...ids: readonly number[]) => ids.map((id) => ({ id }));
const base = { name: "t", model: "a.m", given: { "raw.e": rows(1, 2) }, expect: rows(1, 2) };
const day = {
  name: "t",
  model: "a.days",
  given: { "raw.days": [{ day: "2024-01-02" }] },
  expect: [{ day: "2024-01-02" }],
};
const keyed = { name: "t", model: "a.keyed", given: { "raw.e": rows(1, 2) }, expect: rows(1, 2) };
const expecting = (value: unknown) => ({ ...base, expect: value });
const giving = (value: unknown) => ({ ...base, given: { "raw.e": value } });

/** Each key of a unit test: two tests that differ in it. */
const cases: Readonly<Record<string, readonly [without: Values, withKey: Values]>> = {
  name: [base, { ...base, name: "other" }],
  model: [base, { ...base, model: "a.keyed" }],
  description: [base, { ...base, description: "Ids are taken." }],
  cte: [keyed, { ...keyed, cte: "old" }],
  given: [base, { ...base, given: { "raw.e": rows(1) } }],
  "given.*.rows": [giving({ rows: rows(1, 2) }), giving({ rows: rows(1) })],
  "given.*.csv": [giving({ csv: "id\n1\n2\n" }), giving({ csv: "id\n1\n" })],
  "given.*.sql": [giving({ sql: "select 1 as id" }), giving({ sql: "select 2 as id" })],
  vars: [base, { ...base, vars: { least: 1 } }],
  now: [
    { ...base, expect: [{ id: 1, at: "2024-01-01" }] },
    { ...base, now: "2024-01-01", expect: [{ id: 1, at: "2024-01-01" }] },
  ],
  start: [day, { ...day, start: "2024-01-03" }],
  end: [day, { ...day, end: "2024-01-02" }],
  since: [keyed, { ...keyed, since: 2 }],
  expect: [base, expecting(rows(3))],
  "expect.rows": [expecting({ rows: rows(1, 2) }), expecting({ rows: rows(3) })],
  "expect.csv": [expecting({ csv: "id\n1\n2\n" }), expecting({ csv: "id\n3\n" })],
  "expect.sql": [
    expecting({ sql: "select unnest([1, 2]) as id" }),
    expecting({ sql: "select 3 as id" }),
  ],
  "expect.ordered": [
    expecting({ rows: rows(2, 1) }),
    expecting({ rows: rows(2, 1), ordered: true }),
  ],
  "expect.columns": [
    expecting({ rows: rows(1, 2) }),
    expecting({ rows: rows(1, 2), columns: "exact" }),
  ],
};

/** What the test comes to. */
async function outcome(test: Values): Promise<string> {
  const project = testProject(
    {
      "models/a/m.sql": model,
      "models/a/days.sql": incremental,
      "models/a/keyed.sql": byKey,
      "models/raw/e.seed.yaml": "file: e.csv\n",
      "models/raw/days.seed.yaml": "file: days.csv\n",
      "e.csv": "id\n1\n",
      "days.csv": "day\n2024-01-01\n",
      "tests/t.test.yaml": JSON.stringify([test]),
    },
    { vars: z.object({ least: z.int().default(0) }) },
  );
  const results = Object.values(await project.test());
  return JSON.stringify(
    results.map(({ seconds: _, ...result }) => result),
    (key, value: unknown) =>
      key === "where" ? undefined : typeof value === "bigint" ? String(value) : value,
  );
}

it("a unit test has a case of every key", () => {
  expect(Object.keys(cases).sort()).toEqual([...keyPaths(testSchema)].sort());
});

it.each(Object.entries(cases))("%s of a unit test has an effect", async (_, [without, withKey]) => {
  expect(await outcome(withKey)).not.toEqual(await outcome(without));
});
