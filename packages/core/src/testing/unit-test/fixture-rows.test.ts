import { describe, expect, it } from "vitest";
import { testProject } from "../../../test/project.js";

const models = {
  "models/a/t.sql":
    "select 1::bigint as id, 1.5::decimal(18,2) as v, 'x' as s, {'a': 1::bigint, 'b': 'x'} as st, null::map(varchar, bigint) as mp",
  "models/a/m.sql": "select * from a.t",
  "models/a/sorted.sql": "select id from a.t order by id desc",
};

/** The result of the only test in this YAML, and the place of `¦` in it. */
async function run(marked: string) {
  const before = marked.slice(0, Math.max(0, marked.indexOf("¦"))).split("\n");
  const mark = `tests/m.test.yaml:${before.length}:${(before.at(-1) ?? "").length + 1}`;
  const { t } = await testProject({
    ...models,
    "tests/m.test.yaml": marked.replace("¦", ""),
  }).test();
  const { file = "", line, column } = t?.error?.where ?? {};
  return {
    status: t?.status,
    message: t?.error?.message,
    hints: t?.error?.hints,
    at: `${file}:${String(line)}:${String(column)}`,
    mark,
    missing: t?.missing,
    unexpected: t?.unexpected,
  };
}

const test = (given: string, expected: string, model = "a.m") => `- name: t
  model: ${model}
  given: ${given}
  expect: ${expected}
`;

describe("the rows given and expected", () => {
  it.each([
    ["rows in a list", "[{ id: 1, s: x }]"],
    ["rows", "{ rows: [{ id: 1, s: x }] }"],
    ["CSV", '{ csv: "id,s\\n1,x\\n" }'],
    ["CSV with quotes, spaces and another order", '{ csv: "\\"s\\", ID\\r\\n\\"x\\",1" }'],
    ["a query", "{ sql: \"select 1 as id, 'x' as s\" }"],
    ["a query with a comment and a semicolon", "{ sql: \"select 1 as ID, 'x' as s -- one\\n;\" }"],
    ["a query of another type", "{ sql: \"select '1' as id, 'x' as s\" }"],
  ])("are written as %s", async (_, rows) => {
    expect(await run(test(`{ a.t: ${rows} }`, "[{ id: 1, s: x }]"))).toMatchObject({
      status: "passed",
    });
    expect(await run(test("{ a.t: [{ id: 1, s: x }] }", rows))).toMatchObject({ status: "passed" });
    expect(await run(test(`{ a.t: ${rows} }`, "[{ id: 1, s: y }]"))).toMatchObject({
      status: "failed",
    });
    expect(await run(test("{ a.t: [{ id: 2, s: x }] }", rows))).toMatchObject({
      status: "failed",
    });
  });

  it("may be a row of nulls", async () => {
    expect(await run(test("{ a.t: [{}] }", "[{ id: null, s: null }]"))).toMatchObject({
      status: "passed",
    });
    expect(await run(test("{ a.t: [{}] }", "[{}]"))).toMatchObject({ status: "passed" });
    expect(await run(test("{ a.t: [{ s: x }] }", "[{}]"))).toMatchObject({ status: "failed" });
    expect(await run(test("{ a.t: [{}, { id: 1 }] }", "[{ id: 1 }, {}]"))).toMatchObject({
      status: "passed",
    });
  });

  it("are no rows", async () => {
    for (const none of ["[]", "{ rows: [] }", '{ csv: "id" }', "{ sql: select 1 as id limit 0 }"]) {
      expect(await run(test(`{ a.t: ${none} }`, none))).toMatchObject({ status: "passed" });
      expect(await run(test("{ a.t: [{ id: 1 }] }", none))).toMatchObject({ status: "failed" });
    }
  });

  it("have an empty field for null and two quotes for an empty text in CSV", async () => {
    const rows = '{ csv: "id,s\\n1,\\n2,\\"\\"\\n" }';
    expect(
      await run(test(`{ a.t: ${rows} }`, '[{ id: 1, s: null }, { id: 2, s: "" }]')),
    ).toMatchObject({ status: "passed" });
  });

  it("name one column in any letter case", async () => {
    const given = "{ A.T: [{ id: 1 }, { ID: 2, S: x }] }";
    expect(await run(test(given, "[{ Id: 1 }, { iD: 2, s: x }]"))).toMatchObject({
      status: "passed",
    });
  });

  it("have an order where it is asked for, in every form", async () => {
    const given = "{ a.t: [{ id: 1 }, { id: 3 }, { id: 2 }] }";
    const sides = (ids: readonly number[]) => [
      `{ ordered: true, rows: [${ids.map((id) => `{ id: ${id} }`).join()}] }`,
      `{ ordered: true, csv: "id\\n${ids.join("\\n")}\\n" }`,
      `{ ordered: true, sql: "select * from (values ${ids.map((id) => `(${id})`).join()}) t(id)" }`,
    ];
    for (const expected of sides([3, 2, 1])) {
      expect(await run(test(given, expected, "a.sorted"))).toMatchObject({ status: "passed" });
    }
    for (const expected of sides([3, 1, 2])) {
      expect(await run(test(given, expected, "a.sorted"))).toMatchObject({ status: "failed" });
    }
  });

  it.each(["rows: [{ id: 1 }]", 'csv: "id\\n1\\n"', "sql: select 1 as id"])(
    "that leave a column out are refused where all are compared: %s",
    async (rows) => {
      const expected = `{ ${rows}, columns: exact }`;
      for (const given of ["{ a.t: [{ id: 1 }] }", "{ a.t: [{ id: 1, s: x }] }"]) {
        const { status, message } = await run(test(given, expected));
        expect(status).toBe("error");
        expect(message).toMatch(/^`expect` has `columns: exact` and lacks .*`s`.* of a\.m\.$/);
      }
    },
  );

  it("that name every column, some in other rows, are compared where all are", async () => {
    const all = "id: null, v: null, s: null, st: null, mp: null";
    const expected = `{ rows: [{ id: 1 }, { ${all} }], columns: exact }`;
    const given = (second: string) => `{ a.t: [{ id: 1 }, ${second}] }`;
    expect(await run(test(given("{}"), expected))).toMatchObject({ status: "passed" });
    expect(await run(test(given("{ id: 2 }"), expected))).toMatchObject({ status: "failed" });
  });

  it("are the same through an alias of YAML", async () => {
    const text = `- name: t
  model: a.m
  given: { a.t: [&row { id: 1, s: 007 }] }
  expect: [*row]
`;
    expect(await run(text)).toMatchObject({ status: "passed" });
  });
});

describe("rows that are refused, at their place", () => {
  it.each([
    [
      "an unknown column given",
      test("{ a.t: [{ id: 1, ¦ix: 1 }] }", "[]"),
      "a.t has no column `ix`.",
      "Did you mean `id`?",
    ],
    [
      "an unknown column expected",
      test("{}", "[{ id: 1 }, { ¦zzz: 1 }]"),
      "a.m has no column `zzz`.",
      "It has: id, v, s, st, mp.",
    ],
    [
      "an unknown column of CSV",
      test('{ a.t: { csv: ¦"id,ix\\n" } }', "[]"),
      "a.t has no column `ix`.",
      "Did you mean `id`?",
    ],
    [
      "an unknown column of a query",
      test("{}", "{ sql: ¦select 1 as ix }"),
      "a.m has no column `ix`.",
      "Did you mean `id`?",
    ],
    [
      "a column in two letter cases",
      test("{ a.t: [{ id: 1, ¦ID: 2 }] }", "[]"),
      "Row 1 of `a.t` gives the column `id` twice, also as `ID`.",
      "Keep one of the two.",
    ],
    [
      "a header in two letter cases",
      test("{}", '{ csv: ¦"id,ID\\n1,2\\n" }'),
      "The CSV of `expect` gives the column `id` twice, also as `ID`.",
      "Keep one",
    ],
    [
      "one relation given twice",
      test("{ a.t: [], ¦T: [] }", "[]"),
      "`given` has rows of a.t twice, as `a.t` and as `T`.",
      "one of the two names",
    ],
    [
      "a relation that is not read",
      test("{ ¦a.sorted: [] }", "[]"),
      "a.m does not read a.sorted.",
      "It reads: a.t.",
    ],
    ["an unknown relation", test("{ ¦a.tt: [] }", "[]"), "a.tt", "Did you mean"],
    [
      "an unknown field",
      test("{ a.t: [{ st: { a: 1, b: x, ¦c: 2 } }] }", "[]"),
      "Row 1 of `a.t`: `st` is STRUCT(a BIGINT, b VARCHAR) and has no field `c`.",
      "It has: a, b.",
    ],
    [
      "a missing field",
      test("{}", "[{ st: ¦{ a: 1 } }]"),
      "Row 1 of `expect`: `st` is STRUCT(a BIGINT, b VARCHAR) and lacks the field `b`.",
      "Write `b: null`.",
    ],
    [
      "a field in two letter cases",
      test("{}", "[{ st: { a: 1, b: x, ¦A: 2 } }]"),
      "is given its field `A` twice",
      "Keep one",
    ],
    [
      "a list for one value",
      test("{}", "[{ s: ¦[x] }]"),
      "`s` is VARCHAR and takes no list.",
      "Write one value.",
    ],
    [
      "fields for one value",
      test("{}", "[{ s: ¦{ a: 1 } }]"),
      "`s` is VARCHAR and takes no fields.",
      "Write one value.",
    ],
    [
      "a value of the second row",
      test("{ a.t: [{ id: 1 }, { id: 1, v: ¦1.005 }] }", "[]"),
      "Row 2 of `a.t`: `v` is DECIMAL(18,2) and would change `1.005` to `1.01`.",
      "Write a number that the type holds",
    ],
    [
      "a value of CSV",
      test("{}", '{ csv: ¦"id\\n1\\nx\\n" }'),
      "Row 2 of `expect`: `id` is BIGINT and `x` is no value of that type.",
      "whole number",
    ],
    [
      "a value of a query",
      test("{}", "{ sql: ¦select 1.5 as id }"),
      "Row 1 of `expect`: `id` is BIGINT and would change `1.5` to `2`.",
      "whole number",
    ],
    [
      "a line of CSV with too many values",
      test("{}", '{ csv: ¦"id,v\\n1,2,3\\n" }'),
      "Line 2 of the CSV of `expect`: There are 3 values, but the header has 2.",
      "",
    ],
    ["CSV without a header", test("{}", '{ csv: ¦"" }'), "The CSV of `expect`", "Write a header"],
    [
      "a query with a fault",
      test("{}", "{ sql: ¦selec 1 }"),
      "The query of `expect` fails: ",
      "Correct the query",
    ],
  ])("%s", async (_, text, message, hint) => {
    const found = await run(text);
    expect(found).toMatchObject({ status: "error", at: found.mark });
    expect(found.message).toContain(message);
    expect(found.hints?.join(" ")).toContain(hint);
  });
});

it("a query that gives a column twice is refused at its place", async () => {
  const found = await run(test("{}", "{ sql: ¦'select 1 as id, 2 as ID' }"));
  expect(found).toMatchObject({ status: "error", at: found.mark });
});

describe("tests whose shape is wrong", () => {
  it.each([
    [
      "no form",
      test("{ a.t: ¦{} }", "[]"),
      "Test `t`: `given.a.t`: expected one of `rows`, `csv` and `sql`.",
    ],
    [
      "two forms",
      test("{}", "¦{ rows: [], csv: id }"),
      "Test `t`: `expect`: expected one of `rows`, `csv` and `sql`.",
    ],
    [
      "no rows",
      test("{}", "¦3"),
      "Test `t`: `expect`: expected a list of rows, or `rows`, `csv` or `sql`.",
    ],
    [
      "an unknown key",
      test("{}", "{ rows: [], ¦orderd: true }"),
      "Test `t`: `expect.orderd` is not a known key.",
    ],
    [
      "an option of expect in given",
      test("{ a.t: { rows: [], ¦ordered: true } }", "[]"),
      "Test `t`: `given.a.t.ordered` is not a known key.",
    ],
    [
      "a row that is none",
      test("{}", "{ rows: [¦3] }"),
      "Test `t`: row 1 of `expect`: expected a row: values by column.",
    ],
  ])("%s", async (_, marked, message) => {
    const before = marked.slice(0, marked.indexOf("¦")).split("\n");
    const project = testProject({ ...models, "tests/m.test.yaml": marked.replace("¦", "") });
    await expect(project.test()).rejects.toMatchObject({
      code: "DQ.TEST_INVALID",
      message: expect.stringContaining(message) as string,
      where: { line: before.length, column: (before.at(-1) ?? "").length + 1 },
    });
  });
});

describe("numbers of a difference", () => {
  it.each([
    ["float", "0.1", 0.1],
    ["float", "16777216", 16777216],
    ["float", "1e-45", 1e-45],
    ["float", "-0.3333333432674408", -0.33333334],
    ["double", "0.1", 0.1],
    ["double", "0.10000000149011612", 0.10000000149011612],
    ["float", "'nan'::float", Number.NaN],
  ])("of %s are the shortest that the column reads back: %s", async (type, written, shown) => {
    const project = testProject({
      "models/a/f.sql": `select ${written}::${type} as f, 1 as id`,
      "tests/m.test.yaml": "- { name: t, model: a.f, expect: [{ f: 7, id: 1 }] }\n",
    });
    const { t } = await project.test();
    expect(t).toMatchObject({ status: "failed", missing: [{ f: 7 }] });
    expect(t?.unexpected).toEqual([{ f: shown, id: 1 }]);
  });
});

describe("numbers of a difference within values", () => {
  it.each([
    ["[0.1, null]::float[]", [0.1, null]],
    ["[0.1]::double[]", [0.1]],
    ["[0.10000000149011612]::double[]", [0.10000000149011612]],
    ["{'a': 0.1, 'b': [1e-45]}::struct(a float, b float[])", { a: 0.1, b: [1e-45] }],
    ["{'a': 0.1, 'b': 0.2}::struct(a float, b double)", { a: 0.1, b: 0.2 }],
    ["map {'k': 0.1::float}", new Map([["k", 0.1]])],
    ["map {0.1::float: 'v'}", new Map([[0.1, "v"]])],
    ["[{'a': [3.4028235e38]}]::struct(a float[])[]", [{ a: [3.4028235e38] }]],
    ["['nan']::float[]", [Number.NaN]],
    ["null::float[]", null],
  ])("are the shortest that the type reads back: %s", async (written, shown) => {
    const project = testProject({
      "models/a/f.sql": `select ${written} as f, 1 as id`,
      "tests/m.test.yaml": `- { name: t, model: a.f, expect: { sql: "select ${written} as f, 2 as id" } }\n`,
    });
    expect((await project.test())["t"]?.unexpected).toEqual([{ f: shown, id: 1 }]);
  });

  it("are equal to what is written where the type reads both as one", async () => {
    const project = testProject({
      "models/a/f.sql":
        "select [0.1]::float[] as l, {'a': 0.1::float} as s, map {'k': 0.1::float} as m",
      "tests/m.test.yaml":
        "- { name: t, model: a.f, expect: [{ l: [0.1], s: { a: 0.1 }, m: { k: 0.1 } }] }\n",
    });
    expect((await project.test())["t"]).toMatchObject({ status: "passed" });
  });
});

describe("a struct that a query gives", () => {
  const row = (st: string) => `{ sql: "select 1 as id, ${st} as st" }`;
  const whole = row("{'a': 1, 'b': null}");
  const given = (rows: string) => `{ a.t: ${rows} }`;

  it.each([
    ["without a field", "{'a': 1}"],
    ["without names", "row(1, null)"],
  ])("%s is refused, given and expected alike", async (_, st) => {
    for (const yaml of [test(given(row(st)), whole), test(given(whole), row(st))]) {
      const { status, message } = await run(yaml);
      expect(status).toBe("error");
      expect(message).toContain("`st`");
    }
  });

  it("with all of its fields is taken", async () => {
    expect(await run(test(given(whole), whole))).toMatchObject({ status: "passed" });
  });
});
