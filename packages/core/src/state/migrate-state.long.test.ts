import { describe, expect, it } from "vitest";
import { layoutOneContent, stateRelations, toLayoutOne } from "../../test/layout-one.js";
import { failure, testProject, type TestProject } from "../../test/project.js";
import type { Workspace } from "../workspace/workspace.js";

const files = {
  "models/shop/orders.sql":
    "/* model\nkind: table\nchecks:\n  - expression: v > 0\n*/\nselect 1 as v",
  "models/shop/shown.sql": "select v from shop.orders",
  "models/shop/totals.sql": "/* model\nkind: table\n*/\nselect sum(v)::int as v from shop.shown",
};

/** A warehouse of layout 1 in which something was built, edited and built again. */
async function layoutOne(): Promise<TestProject> {
  const project = testProject(files);
  await project.build();
  project.write({
    "models/shop/totals.sql": "/* model\nkind: table\n*/\nselect max(v)::int as v from shop.shown",
  });
  await project.build();
  await toLayoutOne(project);
  return project;
}

const layoutOneTables = [
  "check_results",
  "environments",
  "meta",
  "model_versions",
  "node_results",
  "runs",
];

describe("a warehouse of an older layout", () => {
  it("is brought up to date by a build: nothing is built again, and copies are kept", async () => {
    const project = await layoutOne();
    const before = await layoutOneContent(project);
    const { summary } = await project.build();
    expect(summary).toMatchObject({ ok: true, built: 0, reused: 3 });
    expect(await stateRelations(project)).toEqual(
      expect.arrayContaining(layoutOneTables.map((name) => `state_1__${name}`)),
    );
    for (const name of layoutOneTables)
      expect(await project.rawRows(`select * from _sluice.state_1__${name} order by all`)).toEqual(
        before[name],
      );
    expect(await project.value("select v from totals")).toBe(1);
    const history = await project.with((workspace) => workspace.history());
    expect(history).toHaveLength(3);
    expect(await project.plan()).toEqual({});
  });

  it("has a log that begins with what readers saw: later promotions can be rolled back to it", async () => {
    const project = await layoutOne();
    project.write({ "models/shop/orders.sql": "/* model\nkind: table\n*/\nselect 5 as v" });
    await project.build();
    expect(await project.value("select v from totals")).toBe(5);
    const done = await project.with((workspace) => workspace.rollback());
    expect(done.removed).toEqual([]);
    expect(await project.rawRows("select v from shop.totals")).toEqual([{ v: 1 }]);
  });

  it("loses nothing that its views read, though it does not say what that is", async () => {
    const project = await layoutOne();
    await project.build();
    await project.with(async (workspace) => {
      await workspace.clean(await workspace.planClean({ keep: 1, olderThanMs: 0 }));
    });
    expect(await project.value("select v from shown")).toBe(1);
    expect((await project.build()).summary).toMatchObject({ ok: true, built: 0 });
  });

  it("is refused where nothing may be written, and left as it is", async () => {
    const project = await layoutOne();
    const before = await layoutOneContent(project);
    const looks = [
      (workspace: Workspace) => workspace.listEnvironments(),
      (workspace: Workspace) => workspace.planClean(),
      (workspace: Workspace) => workspace.promotions(),
    ];
    for (const look of looks) {
      const error = await failure(project.with<unknown>(look, { readOnly: true }));
      expect(error).toMatchObject({ code: "STATE.OLDER" });
    }
    expect(await layoutOneContent(project)).toEqual(before);
    expect(await stateRelations(project)).toEqual(layoutOneTables);
  });

  it("keeps its copies until they are asked for by age", async () => {
    const project = await layoutOne();
    await project.build();
    const clean = (olderThanMs: number | undefined, now?: string) =>
      project.with(
        async (workspace) => {
          const plan = await workspace.planClean({ olderThanMs });
          await workspace.clean(plan);
          return plan.items.filter(({ kind }) => kind === "state copy").map(({ name }) => name);
        },
        { now },
      );
    const later = new Date(Date.now() + 30 * 86_400_000).toISOString();
    expect(await clean(undefined, later)).toEqual([]);
    expect(await clean(86_400_000)).toEqual([]);
    expect(await clean(86_400_000, later)).toHaveLength(layoutOneTables.length);
    expect(await stateRelations(project)).not.toContain("state_1__runs");
  });
});

describe("a warehouse of layout 2", () => {
  it("adds rows of an append that waited before, and those of one without a time once only", async () => {
    const project = testProject({
      "data/e.csv": "id,ts\n1,2024-01-01 09:00:00\n2,2024-01-01 11:00:00\n",
      "models/raw/e.seed.yaml":
        "file: data/e.csv\ncolumns: { id: { type: bigint }, ts: { type: timestamp } }\n",
      "models/shop/timed.sql":
        "/* model\nkind: { type: append, time: ts }\n*/\nselect * from raw.e",
      "models/shop/plain.sql": "/* model\nkind: append\n*/\nselect * from raw.e",
    });
    await project.build({}, { clock: "2024-01-01T10:00:00Z" });
    await project.execute(
      "alter table _sluice.model_versions drop column due_at; update _sluice.meta set value = '2' where key = 'schema_version'",
    );
    const { built } = await project.build({}, { clock: "2024-01-01T12:00:00Z" });
    expect(built).toEqual(["shop.timed"]);
    const counts =
      "select (select count(*)::int from shop.timed) as timed, (select count(*)::int from shop.plain) as plain";
    expect(await project.rawRows(counts)).toEqual([{ timed: 2, plain: 2 }]);
    expect(await project.plan({}, { clock: "2024-01-01T13:00:00Z" })).toEqual({});
  });
});

describe("a warehouse of layout 3", () => {
  it("has no hashes of inputs: computed time gets them at the first build, and later changes are reported", async () => {
    const project = testProject({
      "data/e.csv": "d,v\n2024-01-01,1\n2024-01-02,2\n",
      "models/raw/e.seed.yaml": "file: data/e.csv",
      "models/shop/daily.sql":
        "/* model\nkind: { type: incremental_by_time, time: d, start: 2024-01-01, end: 2024-01-03 }\n*/\nselect d, v from raw.e where d >= $start and d < $end",
    });
    await project.build();
    await project.execute(
      "drop table _sluice.input_hashes; alter table _sluice.model_versions drop column compared_inputs; alter table _sluice.model_versions drop column late_inputs; update _sluice.meta set value = '3' where key = 'schema_version'",
    );
    const codes = async () =>
      (await project.build()).events.flatMap((event) =>
        event.type === "warning" ? [event.diagnostic.code] : [],
      );
    expect(await codes()).toEqual([]);
    const hashes = "select count(*)::int as n from _sluice.input_hashes";
    expect(await project.rawRows(hashes)).toEqual([{ n: 2 }]);
    project.write({ "data/e.csv": "d,v\n2024-01-01,1\n2024-01-02,3\n" });
    expect(await codes()).toEqual(["RUN.LATE_INPUT"]);
  });
});

describe("a warehouse of a newer layout", () => {
  it("is refused by whatever asks, and nothing is changed", async () => {
    const project = testProject(files);
    await project.build();
    await project.execute("update _sluice.meta set value = '999' where key = 'schema_version'");
    const before = await layoutOneContent(project);
    const asks = [
      () => project.build(),
      () => project.with((workspace) => workspace.rollback()),
      () => project.with((workspace) => workspace.planClean()),
      () => project.with((workspace) => workspace.expireEnvironment("dev", "now")),
    ];
    for (const ask of asks) expect(await failure(ask())).toMatchObject({ code: "STATE.NEWER" });
    const found = await project.with((workspace) => workspace.doctor({ fix: true }));
    expect(found.find(({ status }) => status === "error")?.detail).toContain("STATE.NEWER");
    expect(await layoutOneContent(project)).toEqual(before);
  });
});
