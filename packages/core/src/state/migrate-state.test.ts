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
