import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openDiffEngine, type DiffEngine } from "../../../test/diff-engine.js";
import { failure } from "../../../test/project.js";
import { isDifferent } from "./relation-diff.js";

let engine: DiffEngine;
beforeAll(async () => {
  engine = await openDiffEngine();
});
afterAll(() => engine.warehouse.close());
beforeEach(() => {
  engine.ran.length = 0;
});

const table = (rows: string, columns = "id, x") => `select * from (values ${rows}) t(${columns})`;

describe("columns", () => {
  it("only on one side, and of another type; neither case nor order counts", async () => {
    const { columns } = await engine.compare(
      "select 1::int as id, 2::decimal(18,2) as Amount, 'x' as gone, true as same",
      "select true as same, 2::double as amount, 1::int as ID, current_date as fresh",
    );
    expect(columns).toEqual({
      onlyA: [{ name: "gone", type: "VARCHAR", nullable: true }],
      onlyB: [{ name: "fresh", type: "DATE", nullable: true }],
      retyped: [{ name: "Amount", a: "DECIMAL(18,2)", b: "DOUBLE" }],
    });
  });

  it("alone are compared without a query", async () => {
    const diff = await engine.compare(table("(1, 2)"), table("(1, 3)"), { columnsOnly: true });
    expect(diff).toEqual({ columns: { onlyA: [], onlyB: [], retyped: [] } });
    expect(isDifferent(diff)).toBe(false);
    expect(engine.ran).toEqual([]);
  });

  it("none in common: nothing else to compare", async () => {
    const diff = await engine.compare("select 1 as a", "select 1 as b");
    expect(diff.rows).toBeUndefined();
    expect(isDifferent(diff)).toBe(true);
  });
});

describe("rows by key", () => {
  it("counts, matches of each column and samples, in two queries", async () => {
    const rows = await engine.byKey(
      table("(1, 'a', 1.5), (2, 'b', 2.5), (3, null, 3.5), (4, 'd', 4.5)", "id, x, y"),
      table("(2, 'b', 2.5), (3, 'c', 3.5), (4, 'D', 4.75), (5, 'e', 5.5)", "id, x, y"),
      "id",
    );
    expect(rows).toEqual({
      by: "key",
      key: { columns: ["id"], from: "option" },
      rowsA: 4,
      rowsB: 4,
      onlyA: 1,
      onlyB: 1,
      both: 3,
      changed: 2,
      nullKeys: { a: 0, b: 0 },
      repeated: { keys: 0, rowsA: 0, rowsB: 0, unmatchedA: 0, unmatchedB: 0, sample: [] },
      columns: [
        {
          name: "x",
          matched: 1,
          differing: 2,
          sample: [
            { key: { id: 3 }, a: null, b: "c" },
            { key: { id: 4 }, a: "d", b: "D" },
          ],
        },
        {
          name: "y",
          matched: 2,
          differing: 1,
          sample: [{ key: { id: 4 }, a: "4.5", b: "4.75" }],
        },
      ],
      onlyASample: [{ id: 1 }],
      onlyBSample: [{ id: 5 }],
    });
    expect(engine.ran).toHaveLength(2);
  });

  it("take one query when nothing differs, and none for samples nobody wants", async () => {
    const same = await engine.compare(table("(1, 2)"), table("(1, 2)"), { on: ["id"] });
    expect(isDifferent(same)).toBe(false);
    await engine.byKey(table("(1, 2)"), table("(1, 3)"), "id", { limit: 0 });
    expect(engine.ran).toHaveLength(2);
  });

  it("sample each differing column, the rare ones too", async () => {
    const rows = await engine.byKey(
      "select i as id, i as often, i as rare from range(5000) t(i)",
      "select i as id, i + 1 as often, i + (i = 4321)::int as rare from range(5000) t(i)",
      "id",
      { limit: 2 },
    );
    expect(rows.columns.map(({ name, differing }) => [name, differing])).toEqual([
      ["often", 5000],
      ["rare", 1],
    ]);
    expect(rows.columns.map(({ sample }) => sample.map(({ key }) => key["id"]))).toEqual([
      [0n, 1n],
      [4321n],
    ]);
  });

  it("of empty relations", async () => {
    const empty = "select 1 as id, 2 as x where false";
    const rows = await engine.byKey(empty, table("(1, 2)"), "id");
    expect(rows).toMatchObject({ rowsA: 0, rowsB: 1, onlyA: 0, onlyB: 1, both: 0, changed: 0 });
    expect(isDifferent(await engine.compare(empty, empty))).toBe(false);
  });
});

describe("values", () => {
  const one = (value: string) => `select 1 as id, ${value} as x`;
  const differ = async (a: string, b: string, tolerance?: number) =>
    (await engine.byKey(one(a), one(b), "id", { tolerance })).changed === 1;

  it("compare exactly unless a tolerance is given, however small the difference", async () => {
    expect(await differ("0.1::double + 0.2::double", "0.3::double")).toBe(true);
    expect(await differ("1.0001::decimal(10,4)", "1.0002::decimal(10,4)")).toBe(true);
    expect(await differ("1.0001::decimal(10,4)", "1.0002::decimal(10,4)", 0.001)).toBe(false);
    expect(await differ("0.1::double + 0.2::double", "0.3::double", 1e-9)).toBe(false);
    expect(await differ("1.5::double", "1.75::double", 0.25)).toBe(false);
    expect(await differ("1.5::double", "1.75::double", 0.2)).toBe(true);
  });

  it("keep integers, nulls, NaN and infinities apart whatever the tolerance", async () => {
    expect(await differ("1", "2", 5)).toBe(true);
    expect(await differ("null::double", "0::double", 5)).toBe(true);
    expect(await differ("'nan'::double", "0::double", 5)).toBe(true);
    expect(await differ("'inf'::double", "'-inf'::double", 5)).toBe(true);
    expect(await differ("'inf'::double", "'inf'::double", 5)).toBe(false);
    expect(await differ("'nan'::double", "'nan'::double")).toBe(false);
    expect(await differ("null::double", "null::double", 5)).toBe(false);
  });

  it("of changed types: numbers as numbers, times as times, all else as text", async () => {
    expect(await differ("5::int", "5.00::decimal(10,2)")).toBe(false);
    expect(await differ("10.50::decimal(10,2)", "10.5::double")).toBe(false);
    expect(await differ("date '2024-01-31'", "timestamp '2024-01-31 00:00:00'")).toBe(false);
    expect(await differ("date '2024-01-31'", "timestamp '2024-01-31 00:00:01'")).toBe(true);
    expect(await differ("5", "'5'")).toBe(false);
    expect(await differ("5", "'five'")).toBe(true);
    expect(await differ("[1, 2]", "'[1, 2]'")).toBe(false);
  });

  it("of nested types, blobs and json compare whole", async () => {
    for (const [a, b] of [
      ["[1, null]", "[1, 2]"],
      ["{'a': 1, 'b': [2]}", "{'a': 1, 'b': [3]}"],
      ["map {'k': 1}", "map {'k': 2}"],
      ["'\\x01'::blob", "'\\x02'::blob"],
      [`'{"a":1}'::json`, `'{"a":2}'::json`],
      ["interval 1 month", "interval 32 days"],
    ] as const) {
      expect([a, await differ(a, a)]).toEqual([a, false]);
      expect([a, await differ(a, b)]).toEqual([a, true]);
    }
  });

  it("are shown as the engine writes them, in the type they were compared in", async () => {
    const rows = await engine.byKey(one("0.1::float"), one("0.1::double"), "id");
    expect(rows.columns[0]?.sample).toEqual([
      { key: { id: 1 }, a: "0.10000000149011612", b: "0.1" },
    ]);
  });
});

describe("keys", () => {
  it("that are repeated multiply nothing: their rows are compared as a multiset", async () => {
    const rows = await engine.byKey(
      table("(1, 'a'), (1, 'a'), (1, 'b'), (2, 'x'), (3, 'y')"),
      table("(1, 'a'), (1, 'c'), (2, 'x'), (2, 'x'), (3, 'z')"),
      "id",
    );
    expect(rows).toMatchObject({ rowsA: 5, rowsB: 5, both: 1, changed: 1, onlyA: 0, onlyB: 0 });
    expect(rows.repeated).toEqual({
      keys: 2,
      rowsA: 4,
      rowsB: 4,
      unmatchedA: 2,
      unmatchedB: 2,
      sample: [
        { key: { id: 1 }, rowsA: 3, rowsB: 2 },
        { key: { id: 2 }, rowsA: 1, rowsB: 2 },
      ],
    });
  });

  it("that are repeated alike on both sides are reported and no difference", async () => {
    const rows = table("(1, 'a'), (1, 'b'), (2, 'c')");
    const diff = await engine.compare(rows, rows, { on: ["id"] });
    expect(diff.rows).toMatchObject({ repeated: { keys: 1, unmatchedA: 0, unmatchedB: 0 } });
    expect(isDifferent(diff)).toBe(false);
  });

  it("that are hardly any do not blow up", async () => {
    const rows = "select i % 2 as id, i as x from range(200000) t(i)";
    const diff = await engine.byKey(rows, rows, "id");
    expect(diff.repeated).toMatchObject({ keys: 2, rowsA: 200000, unmatchedA: 0, unmatchedB: 0 });
  });

  it("with nulls pair null with null, and say how many there are", async () => {
    const rows = await engine.byKey(
      "select * from (values (null, 1, 'a'), (1, null, 'b'), (2, 2, 'c')) t(k, l, x)",
      "select * from (values (null, 1, 'a'), (1, null, 'B'), (null, null, 'd')) t(k, l, x)",
      ["k", "l"],
    );
    expect(rows).toMatchObject({
      both: 2,
      changed: 1,
      onlyA: 1,
      onlyB: 1,
      nullKeys: { a: 2, b: 3 },
      onlyBSample: [{ k: null, l: null }],
    });
  });

  it("of several parts are not taken for one text", async () => {
    const rows = await engine.byKey(
      "select 'a' as k, 'b_c' as l, 1 as x union all select '', null, 1",
      "select 'a_b' as k, 'c' as l, 1 as x union all select null, '', 1",
      ["k", "l"],
    );
    expect(rows).toMatchObject({ both: 0, onlyA: 2, onlyB: 2 });
  });

  it("may be of any type, and of two", async () => {
    for (const [a, b] of [
      ["timestamptz '2024-01-31 10:00:00+00'", "timestamptz '2024-01-31 10:00:00+00'"],
      ["{'a': 1}", "{'a': 1}"],
      ["'2024-01-31'::date", "timestamp '2024-01-31 00:00:00'"],
      ["7", "'7'"],
      ["'nan'::double", "'nan'::double"],
    ]) {
      const rows = await engine.byKey(
        `select ${a} as id, 1 as x`,
        `select ${b} as id, 2 as x`,
        "id",
      );
      expect([a, rows.both, rows.changed]).toEqual([a, 1, 1]);
    }
  });

  it("may be all there is", async () => {
    const rows = await engine.byKey("select 1 as id", "select 1 as id union all select 2", "id");
    expect(rows).toMatchObject({ both: 1, changed: 0, onlyB: 1, columns: [] });
  });

  it("named wrongly are refused with what is near", async () => {
    const error = await failure(engine.compare(table("(1, 2)"), table("(1, 2)"), { on: ["idd"] }));
    expect(error).toMatchObject({ code: "CLI.USAGE", hints: ["Did you mean `id`?"] });
  });
});

describe("whole rows, where no key is known", () => {
  it("count as often as they occur", async () => {
    const rows = await engine.byRow(
      table("(1, 'a'), (1, 'a'), (1, 'a'), (2, null), (3, 'c')"),
      table("(1, 'a'), (2, null), (4, 'd'), (4, 'd')"),
    );
    expect(rows).toEqual({
      by: "row",
      rowsA: 5,
      rowsB: 4,
      both: 2,
      onlyA: 3,
      onlyB: 2,
      compared: ["id", "x"],
      onlyASample: [
        { row: { id: 1, x: "a" }, times: 2 },
        { row: { id: 3, x: "c" }, times: 1 },
      ],
      onlyBSample: [{ row: { id: 4, x: "d" }, times: 2 }],
    });
  });

  it("leave out the columns only one side has, and their order", async () => {
    const diff = await engine.compare("select 1 as id, 2 as x", "select 2 as x, 1 as id, 3 as y");
    expect(diff.rows).toMatchObject({ both: 1, onlyA: 0, onlyB: 0, compared: ["id", "x"] });
  });
});

describe("personal data", () => {
  const a = table("(1, 'ada@example.org'), (2, null)", "id, email");
  const b = table("(1, 'ADA@example.org'), (3, 'grace@example.org')", "id, email");

  it("is masked in values and in keys, null stays null", async () => {
    const rows = await engine.byKey(a, b, "id", { masked: ["EMAIL"] });
    expect(rows.columns[0]?.sample).toEqual([{ key: { id: 1 }, a: "***", b: "***" }]);
    const keyed = await engine.byKey(a, b, "email", { masked: ["email"] });
    expect(keyed.onlyASample).toEqual([{ email: "***" }, { email: null }]);
    const repeated = await engine.byKey(`${a} union all ${a}`, b, "email", { masked: ["email"] });
    expect(repeated.repeated.sample.map(({ key }) => key)).toEqual([
      { email: "***" },
      { email: null },
    ]);
  });

  it("is masked in whole rows, and everywhere where nothing is known of a model", async () => {
    const rows = await engine.byRow(a, b, { masked: ["email"] });
    expect(rows.onlyASample.map(({ row }) => row)).toEqual([
      { id: 1, email: "***" },
      { id: 2, email: null },
    ]);
    const all = await engine.byKey(a, b, "id", { masked: "all" });
    expect(JSON.stringify(all, (_, v: unknown) => v)).not.toMatch(/example|"id":\d/);
  });
});

describe("hostile names", () => {
  const hostile = [
    'we"ird',
    "a space",
    "naïve ✓",
    "select",
    "c1",
    "k1",
    "in_a",
    "sluice_t",
    "SeLeCt 2",
    "a';--",
    "__proto__",
  ];
  const query = (value: (i: number) => string) => {
    const list = hostile.map((name, i) => `${value(i)} as "${name.replaceAll('"', '""')}"`);
    return `select ${list.join(", ")}`;
  };

  it("of columns are taken for what they are", async () => {
    const a = query((i) => `'v${String(i)}'`);
    const b = query((i) => (i === 0 || i === 5 ? `'v${String(i)}'` : `'w${String(i)}'`));
    const rows = await engine.byKey(a, b, ['we"ird', "k1"]);
    expect(rows).toMatchObject({ both: 1, changed: 1 });
    const others = hostile.filter((name) => name !== 'we"ird' && name !== "k1");
    expect(rows.columns.map(({ name, differing }) => [name, differing])).toEqual(
      others.map((name) => [name, 1]),
    );
    for (const { name, sample } of rows.columns) {
      const i = String(hostile.indexOf(name));
      expect(sample).toEqual([{ key: { 'we"ird': "v0", k1: "v5" }, a: `v${i}`, b: `w${i}` }]);
    }
    const whole = await engine.byRow(a, b);
    expect(Object.keys(whole.onlyASample[0]?.row ?? {}).sort()).toEqual([...hostile].sort());
  });
});
