import { describe, expect, it } from "vitest";
import { findings, places, testProject, type TestProject } from "../../test/project.js";

const events = {
  "data/e.csv": "id,ts\n1,2024-01-01 09:00:00\n2,2024-01-01 10:00:00\n",
  "models/raw/e.seed.yaml":
    "file: data/e.csv\ncolumns: { id: { type: bigint }, ts: { type: timestamp } }\n",
};
const model = (kind: string, query: string) => `/* model\nkind: ${kind}\n*/\n${query}`;
const append = "{ type: append, time: ts }";
const byKey = "{ type: incremental_by_key, key: id }";
const snapshot = "{ type: snapshot, key: id }";
const byTime = "{ type: incremental_by_time, time: ts, start: 2024-01-01, end: 2024-01-02 }";

/** Why a second plan with the same files builds the model, right after a build. */
async function again(kind: string, query: string): Promise<string | undefined> {
  const project = testProject({ ...events, "models/shop/m.sql": model(kind, query) });
  expect((await project.build()).summary.ok).toBe(true);
  return (await project.plan())["shop.m"];
}

describe("a model whose query has no fixed value, when nothing changed", () => {
  it.each<readonly [string, string, string | undefined]>([
    ["table", "select now() as t, 1 as id", "reads the clock"],
    ["table", "select id from raw.e where ts < current_date", "reads the clock"],
    ["table", "select random() as r", "not deterministic"],
    ["table", "select id, uuid() as k from raw.e", "not deterministic"],
    ["table", "select id, random() as r, now() as t from raw.e", "reads the clock"],
    ["table", "select id from raw.e using sample 1 rows", "not deterministic"],
    ["table", "select id from raw.e using sample 1 rows (reservoir, 7)", undefined],
    ["table", "select id, $now as t from raw.e", undefined],
    ["view", "select now() as t, random() as r", undefined],
    [append, "select id, ts from raw.e where ts < now()", "reads the clock"],
    [append, "select id, ts, now() as loaded from raw.e where ts >= $since", undefined],
    [append, "select id, ts, random() as r from raw.e where ts >= $since", undefined],
    ["append", "select id, ts from raw.e where ts < now()", undefined],
    [byKey, "select id, ts from raw.e where ts < now()", "reads the clock"],
    [byKey, "select id, now() - ts as age from raw.e", "reads the clock"],
    [byKey, "select id, ts, now()::date as loaded from raw.e", undefined],
    [byKey, "select id, uuid() as k from raw.e", undefined],
    [snapshot, "select id, ts < now() as is_past from raw.e", "reads the clock"],
    [snapshot, "select id, now() as loaded from raw.e", undefined],
    [byTime, "select id, ts from raw.e where ts >= $start and ts < $end and ts < now()", undefined],
  ])("%s %s: %s", async (kind, query, reason) => {
    expect(await again(kind, query)).toBe(reason);
  });

  it("has its readers built too: directly, through views, through ephemeral models", async () => {
    const project = testProject({
      ...events,
      "models/shop/v.sql": "select id, ts < now() as is_past from raw.e",
      "models/shop/w.sql": "select * from shop.v",
      "models/shop/e.sql": model("ephemeral", "select id, random() as r from raw.e"),
      "models/shop/by_view.sql": model("table", "select * from shop.w"),
      "models/shop/inlined.sql": model("table", "select * from shop.e"),
      "models/shop/reader.sql": model("table", "select count(*) as n from shop.by_view"),
      "models/shop/keyed.sql": model(byKey, "select * from shop.w"),
      "models/shop/steady.sql": model("table", "select * from raw.e"),
    });
    await project.build();
    expect(await project.plan()).toEqual({
      "shop.by_view": "reads the clock",
      "shop.inlined": "not deterministic",
      "shop.reader": "parent changed",
      "shop.keyed": "reads the clock",
    });
    const { nodes } = await project.build();
    expect(nodes["shop.reader"]).toMatchObject({ status: "built", reason: "parent changed" });
    expect(nodes["shop.w"]?.status).toBe("reused");
  });

  it("is a column where what the query reads has a column of that name", async () => {
    const project = testProject({
      "data/d.csv": "id,current_date\n1,2024-01-01\n",
      "models/raw/d.seed.yaml": "file: data/d.csv\n",
      "models/shop/m.sql": model("table", "select id, current_date as d from raw.d"),
    });
    await project.build();
    expect(await project.plan()).toEqual({});
    expect(await findings(project)).toEqual([]);
    expect(String(await project.value("select d from shop.m"))).toBe("2024-01-01");
  });
});

describe("an incremental model whose rows follow from $now", () => {
  const at = (time: string) => ({ clock: `2024-01-01T${time}:00Z` });
  const ids = async (project: TestProject) =>
    (await project.rawRows("select id::int as id from shop.m order by 1")).map(({ id }) => id);

  it.each([
    [append, "select id, ts from raw.e where ts <= $now"],
    [append, "select id, ts from shop.inlined"],
    [byKey, "select id, ts from raw.e where ts <= $now"],
    [byKey, "select id, ts from shop.inlined"],
    [snapshot, "select id, ts from raw.e where ts <= $now"],
  ])("%s %s looks again when time has moved on, not before", async (kind, query) => {
    const project = testProject({
      ...events,
      "models/shop/inlined.sql": model("ephemeral", "select id, ts from raw.e where ts <= $now"),
      "models/shop/m.sql": model(kind, query),
    });
    await project.build({}, at("09:30"));
    expect(await ids(project)).toEqual([1]);
    expect(await project.plan({}, at("09:30"))).toEqual({});
    expect(await project.plan({}, at("10:00"))).toEqual({ "shop.m": "reads the clock" });
    await project.build({}, at("10:00"));
    expect(await ids(project)).toEqual([1, 2]);
    const { nodes } = await project.build({}, at("10:30"));
    expect(nodes["shop.m"]?.rows).toBe(0);
    expect(await ids(project)).toEqual([1, 2]);
  });

  it.each([
    [append, "select id, ts, $now as loaded from raw.e"],
    [byKey, "select id, ts, $now as loaded from raw.e"],
  ])("%s %s does not look again on the same day for a load time", async (kind, query) => {
    const project = testProject({ ...events, "models/shop/m.sql": model(kind, query) });
    await project.build({}, at("11:00"));
    expect(await project.plan({}, at("12:00"))).toEqual({});
  });
});

describe("rows of an append that are dated after $now", () => {
  const file = (rows: string, type: string) => ({
    "data/e.csv": `id,ts\n${rows}\n`,
    "models/raw/e.seed.yaml": `file: data/e.csv\ncolumns: { id: { type: bigint }, ts: { type: ${type} } }\n`,
    "models/shop/m.sql": model(append, "select id, ts from raw.e where ts >= $since"),
  });
  const ids = async (project: TestProject) =>
    (await project.rows("select id from shop.m order by 1")).map(({ id }) => Number(id));

  it.each([
    ["timestamp", "2024-01-01 09:00:00", "2024-01-01 11:00:00", "2024-01-01T11:00:00Z"],
    ["timestamp", "2024-01-01 09:00:00", "2024-01-01 11:00:00.000001", "2024-01-01T11:00:00.001Z"],
    ["timestamptz", "2024-01-01 09:00:00+00", "2024-01-01 13:00:00+02", "2024-01-01T11:00:00Z"],
    ["date", "2024-01-01", "2024-01-03", "2024-01-03T00:00:00Z"],
  ])(
    "%s: wait until their time has come, and no build looks before",
    async (type, first, second, due) => {
      const project = testProject(file(`1,${first}\n2,${second}\n3,2999-01-01`, type));
      const before = new Date(Date.parse(due) - 60_000).toISOString();
      await project.build({}, { clock: "2024-01-01T10:00:00Z" });
      expect(await ids(project)).toEqual([1]);
      expect(await project.plan({}, { clock: before })).toEqual({});
      expect(await project.plan({}, { clock: due })).toEqual({ "shop.m": "rows due" });
      await project.build({}, { clock: due });
      expect(await ids(project)).toEqual([1, 2]);
      expect(await project.plan({}, { clock: "2998-12-31T00:00:00Z" })).toEqual({});
      await project.build({}, { clock: "2999-01-01T00:00:00Z" });
      expect(await ids(project)).toEqual([1, 2, 3]);
      expect(await project.plan({}, { clock: "2999-01-02T00:00:00Z" })).toEqual({});
    },
  );

  it("never wait for infinity, nor for a number", async () => {
    const project = testProject(file("1,2024-01-01 09:00:00\n2,infinity", "timestamp"));
    await project.build({}, { clock: "2024-01-01T10:00:00Z" });
    expect(await project.plan({}, { clock: "2024-06-01T00:00:00Z" })).toEqual({});
    const numbers = testProject(file("1,1\n2,99999999", "bigint"));
    await numbers.build({}, { clock: "2024-01-01T10:00:00Z" });
    expect(await ids(numbers)).toEqual([1, 2]);
    expect(await numbers.plan({}, { clock: "2024-06-01T00:00:00Z" })).toEqual({});
  });

  it("are seen by an environment of its own and after an edit that keeps rows", async () => {
    const project = testProject(file("1,2024-01-01 09:00:00\n2,2024-01-01 11:00:00", "timestamp"));
    await project.build({}, { clock: "2024-01-01T10:00:00Z" });
    project.write({
      "models/shop/m.sql": model(append, "select id, ts, 'x' as s from raw.e where ts >= $since"),
    });
    await project.build(
      { forwardOnly: true },
      { clock: "2024-01-01T10:00:00Z", environment: "dev" },
    );
    const later = { clock: "2024-01-01T11:00:00Z", environment: "dev" };
    expect(await project.plan({}, later)).toEqual({ "shop.m": "rows due" });
    await project.build({}, later);
    expect(await project.rawRows("select id::int as id from shop__dev.m order by 1")).toEqual([
      { id: 1 },
      { id: 2 },
    ]);
  });
});

describe("validate", () => {
  it("names the functions of a table once, at the first, and the cure", async () => {
    const project = testProject({
      "models/shop/m.sql": model(
        "table",
        "select 1 as a,\n  now() as t, current_date as d, random() as r",
      ),
    });
    const [found, ...others] = await findings(project);
    expect(others).toEqual([]);
    expect(places({ all: found ? [found] : [] })).toEqual([
      "MODEL.NOT_DETERMINISTIC models/shop/m.sql:5:3",
    ]);
    expect(found).toMatchObject({
      severity: "warning",
      message:
        "shop.m is built again at every build: it calls `now()`, `current_date` and `random()`.",
      where: { model: "shop.m", frame: expect.stringContaining("now() as t") as string },
    });
    expect(found?.hints.join(" ")).toContain("`$now`");
    expect((await project.build()).summary.ok).toBe(true);
  });

  it("names a view at its own place where a table reads it, and is silent where none does", async () => {
    const view = { "models/shop/v.sql": "select now() as t" };
    expect(await findings(testProject(view))).toEqual([]);
    const project = testProject({
      ...view,
      "models/shop/a.sql": model("table", "select * from shop.v"),
      "models/shop/b.sql": model("table", "select * from shop.v"),
    });
    const found = await findings(project);
    expect(places({ all: found })).toEqual(["MODEL.NOT_DETERMINISTIC models/shop/v.sql:1:8"]);
    expect(found[0]?.message).toBe(
      "shop.v calls `now()`: shop.a and shop.b, tables that read it, are built again at every build.",
    );
  });

  it("is silent about incremental models, which are not built again", async () => {
    const query =
      "select 1 as id, timestamp '2024-01-01' as ts where now() > timestamp '2024-01-01'";
    for (const kind of [append, byKey, snapshot])
      expect(await findings(testProject({ "models/shop/m.sql": model(kind, query) }))).toEqual([]);
  });
});
