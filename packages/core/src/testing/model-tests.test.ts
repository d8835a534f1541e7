import { existsSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { failure, testProject } from "../../test/project.js";
import { openModelTests, type ModelTests } from "./model-tests.js";

const project = () =>
  testProject(
    {
      "models/staging/orders.sql":
        "/* model\nkind: table\ncolumns:\n  id: { checks: [unique] }\n*/\nselect 1::bigint as id, 'x' as user_name, 1.5::decimal(9,2) as amount, date '2024-01-01' as day",
      "models/staging/users.sql": "select 'x' as user_name, true as active",
      "models/staging/active.sql":
        "/* model\nkind: ephemeral\n*/\nselect user_name from staging.users where active",
      "models/marts/totals.sql": `/* model
kind: table
*/
with recent as (
  select * from staging.orders where day >= $now::date - $days
)
select user_name, sum(amount)::decimal(9,2) as total, count(*) as n
from recent join staging.active using (user_name)
group by all
order by user_name desc`,
    },
    { vars: z.object({ days: z.number().default(7) }) },
  );

const given = {
  "staging.orders": [
    { id: 1, user_name: "ada", amount: 10, day: "2024-02-28" },
    { id: 2, user_name: "ada", amount: 2.5, day: "2024-02-27" },
    { id: 3, user_name: "grace", amount: 4, day: "2024-02-20" },
    { id: 4, user_name: "bob", amount: 1, day: "2024-02-28" },
  ],
  "staging.users": [
    { user_name: "ada", active: true },
    { user_name: "grace", active: true },
    { user_name: "bob", active: false },
  ],
};
const now = "2024-02-29";
const model = "marts.totals";

let tests: ModelTests;
beforeAll(async () => {
  tests = await openModelTests({ dir: project().dir });
});
afterAll(() => tests.close());

describe("a model that gives the rows expected", () => {
  it("passes, whatever the order", async () => {
    await tests.assertModel({
      model,
      given,
      now,
      expect: [{ user_name: "ada", total: 12.5, n: 2 }],
    });
    await tests.assertModel({
      model: "totals",
      given,
      now,
      vars: { days: 30 },
      expect: [
        { user_name: "ada", total: "12.50" },
        { user_name: "grace", total: 4 },
      ],
    });
  });

  it("passes in order, with exact columns, as text and as a query", async () => {
    const rows = [
      { user_name: "grace", total: 4, n: 1 },
      { user_name: "ada", total: 12.5, n: 2 },
    ];
    const expected = { rows, ordered: true, columns: "exact" as const };
    await tests.assertModel({ model, given, now, vars: { days: 30 }, expect: expected });
    await tests.assertModel({
      model,
      given: {
        "staging.orders": { csv: "id,user_name,amount,day\n1,eve,3,2024-02-28\n" },
        "staging.users": { sql: "select 'eve' as user_name, true as active" },
      },
      now,
      expect: [{ user_name: "eve", total: 3 }],
    });
  });

  it("passes on nothing, where nothing is given", () => tests.assertModel({ model, expect: [] }));

  it("may replace an ephemeral model by rows, and test a part of the query", async () => {
    await tests.assertModel({
      model,
      given: {
        "staging.orders": given["staging.orders"],
        "staging.active": [{ user_name: "bob" }],
      },
      now,
      expect: [{ user_name: "bob", n: 1 }],
    });
    await tests.assertModel({
      model,
      cte: "recent",
      given: { "staging.orders": given["staging.orders"] },
      now,
      expect: [{ id: 1 }, { id: 2 }, { id: 4n }],
    });
  });

  it("may run beside others", async () => {
    const many = Array.from({ length: 12 }, (_, i) =>
      tests.assertModel({
        model,
        given: {
          "staging.orders": [{ user_name: "ada", amount: i, day: new Date("2024-02-28") }],
          "staging.users": [{ user_name: "ada", active: true }],
        },
        now,
        expect: [{ total: i }],
      }),
    );
    await Promise.all(many);
  });
});

describe("a model that does not", () => {
  it("fails with the rows that differ, those most alike together", async () => {
    const error = await failure(
      tests.assertModel({
        model,
        given,
        now,
        vars: { days: 30 },
        expect: [
          { user_name: "zoe", total: 1, n: 1 },
          { user_name: "ada", total: 12, n: 2 },
        ],
      }),
    );
    expect(error.code).toBe("DQ.TEST_FAILED");
    expect(error.message).toMatchInlineSnapshot(`
      "marts.totals does not give the rows expected: 2 missing (-), 2 unexpected (+), 0 as expected.
          user_name  total  n
        - ada        12.00  2
        + ada        12.50  2
        - zoe        1.00   1
        + grace      4.00   1"
    `);
  });

  it("fails on a row too few, a row too many and another order", async () => {
    const message = async (expected: Parameters<ModelTests["assertModel"]>[0]["expect"]) =>
      (await failure(tests.assertModel({ model, given, now, expect: expected }))).message;
    expect(await message([])).toContain("0 missing (-), 1 unexpected (+)");
    const ada = { user_name: "ada", total: 12.5 };
    expect(await message([ada, ada])).toContain("1 missing (-), 0 unexpected (+), 1 as expected");
    expect(await message([{ user_name: null }])).toContain("  - null");
    expect(await message({ rows: [{ user_name: "ada" }], columns: "exact" })).toContain(
      "`expect` has `columns: exact` and lacks `total`",
    );
  });

  it.each<[string, Parameters<ModelTests["assertModel"]>[0], RegExp]>([
    ["an unknown model", { model: "marts.total", expect: [] }, /marts\.total/],
    ["an unknown column", { model, expect: [{ totl: 1 }] }, /no column `totl`/],
    [
      "an input that is not read",
      { model, given: { "marts.totals": [] }, expect: [] },
      /does not read/,
    ],
    [
      "a value that does not fit",
      { model, given: { "staging.users": [{ active: "maybe" }] }, expect: [] },
      /`active` is BOOLEAN and `maybe` is no value of that type/,
    ],
    ["an unknown variable", { model, vars: { day: 1 }, expect: [] }, /no variable `day`/],
    ["an unknown CTE", { model, cte: "recnt", expect: [] }, /no common table expression/],
  ])("tells of %s", async (_, test, message) => {
    const error = await failure(tests.assertModel(test));
    expect(error.code).toBe("DQ.TEST_INVALID");
    expect(error.message).toMatch(message);
  });

  it("tells of a wrong shape", async () => {
    const error = await failure(tests.assertModel({ model, expect: 3 } as never));
    expect(error.code).toBe("DQ.TEST_INVALID");
  });
});

it("a project that is not valid does not open", async () => {
  const broken = testProject({ "models/a/m.sql": "select nope" });
  expect(await failure(openModelTests({ dir: broken.dir }))).toMatchObject({ code: "SQL.BIND" });
});

it("touches no warehouse, and variables may be given for all tests", async () => {
  const { dir } = project();
  await using own = await openModelTests({ dir, vars: { days: "1" } });
  await own.assertModel({ model, given, now, expect: [{ user_name: "ada", n: 1 }] });
  expect(existsSync(`${dir}/shop.duckdb`)).toBe(false);
});

describe("a model that is filled piece by piece", () => {
  const types = ["date", "timestamp", "timestamptz", "integer", "bigint"];
  const columns = types.map((type) => `  ${type}_at: { type: ${type} }\n`).join("");
  const at = (type: string, day: number) =>
    type.includes("int") ? Date.UTC(2024, 0, day) / 1000 : `2024-01-0${String(day)}`;
  let incremental: ModelTests;
  beforeAll(async () => {
    const raw = types.map((type) => `null::${type} as ${type}_at`).join(", ");
    const byTime = (type: string) => `/* model
kind: { type: incremental_by_time, time: ${type}_at, start: 2024-01-01 }
*/
select id, ${type}_at from raw.events where ${type}_at >= $start and ${type}_at < $end`;
    const files = types.map((type) => [`models/marts/by_${type}.sql`, byTime(type)] as const);
    incremental = await openModelTests({
      dir: testProject({
        "models/raw/events.sql": `/* model\nkind: table\ncolumns:\n${columns}*/\nselect 1 as id, ${raw}`,
        "models/marts/by_key.sql": `/* model
kind: { type: incremental_by_key, key: id, updated_at: timestamp_at }
*/
select id, timestamp_at from raw.events where timestamp_at >= $since`,
        ...Object.fromEntries(files),
      }).dir,
    });
  });
  afterAll(() => incremental.close());

  it.each(types)("computes all time, or what the test says: %s", async (type) => {
    const rows = [1, 2, 3].map((day) => ({ id: day, [`${type}_at`]: at(type, day) }));
    const test = { model: `marts.by_${type}`, given: { "raw.events": rows } };
    await incremental.assertModel({ ...test, expect: [{ id: 1 }, { id: 2 }, { id: 3 }] });
    const window = { start: "2024-01-02", end: "2024-01-03" };
    await incremental.assertModel({ ...test, ...window, expect: [{ id: 2 }] });
  });

  it("begins where the test says", async () => {
    const rows = [1, 2].map((day) => ({ id: day, timestamp_at: at("timestamp", day) }));
    const test = { model: "marts.by_key", given: { "raw.events": rows } };
    await incremental.assertModel({ ...test, expect: [{ id: 1 }, { id: 2 }] });
    await incremental.assertModel({ ...test, since: "2024-01-01T12:00:00Z", expect: [{ id: 2 }] });
  });

  it("is refused a bound it does not use", async () => {
    const test = { model: "marts.by_key", start: "2024-01-01", expect: [] };
    const { code, message } = await failure(incremental.assertModel(test));
    expect([code, message]).toEqual(["DQ.TEST_INVALID", "marts.by_key does not use `$start`."]);
  });
});
