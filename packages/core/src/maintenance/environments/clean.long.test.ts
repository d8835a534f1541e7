import { describe, expect, it } from "vitest";
import { failure, testProject, type TestProject } from "../../../test/project.js";
import type { RetentionItem } from "../retention/retention.js";
import type { CleanOptions } from "./clean.js";
import type { WorkspaceOptions } from "../../session/options.js";

const DAY = 86_400_000;

const table = (sql: string, checks = "") => `/* model\nkind: table\n${checks}*/\n${sql}`;

const orders = (v: number) => ({ "models/shop/orders.sql": table(`select ${String(v)} as v`) });

const files = {
  ...orders(1),
  "models/shop/totals.sql": "select sum(v)::int as v from shop.orders",
};

/** Days from now, for `now` of a workspace. */
function inDays(days: number): string {
  return new Date(Date.now() + days * DAY).toISOString();
}

/** Plans and carries out; gives what went as `kind name`. */
function clean(
  project: TestProject,
  options: CleanOptions = {},
  open: Partial<WorkspaceOptions> = {},
): Promise<readonly RetentionItem[]> {
  return project.with(async (workspace) => {
    const plan = await workspace.planClean(options);
    const gone: RetentionItem[] = [];
    await workspace.clean(plan, { onRemoved: (item) => gone.push(item) });
    expect(gone).toEqual(plan.items);
    return plan.items;
  }, open);
}

async function physical(project: TestProject, start = ""): Promise<readonly unknown[]> {
  const rows = await project.rawRows(
    `select table_name as name from information_schema.tables where table_schema = '_sluice' and starts_with(table_name, '${start}') and contains(table_name, '__') order by 1`,
  );
  return rows.map(({ name }) => name);
}

async function edited(times: number): Promise<TestProject> {
  const project = testProject(files);
  for (let v = 1; v <= times; v += 1) {
    project.write(orders(v));
    await project.build();
  }
  return project;
}

describe("cleaning", () => {
  it("removes published generations beyond those to keep, and leaves what is shown", async () => {
    const project = await edited(5);
    expect(await physical(project, "shop__orders")).toHaveLength(5);
    const gone = await clean(project);
    expect(gone.map(({ kind }) => kind)).toEqual(["version", "version", "version", "version"]);
    expect(gone[0]?.reason).toBe("no environment shows it and it is not among the last 3");
    // Views first: nothing is left that reads what is gone.
    expect(gone.map(({ relations }) => relations[0]?.type)).toEqual([
      "view",
      "view",
      "table",
      "table",
    ]);
    expect(await physical(project)).toHaveLength(6);
    expect(await project.value("select v from totals")).toBe(5);
    expect((await project.build()).summary).toMatchObject({ built: 0, reused: 2 });
    expect(await clean(project)).toEqual([]);
    await clean(project, { keep: 1 });
    expect(await physical(project)).toHaveLength(2);
    expect(await project.value("select v from totals")).toBe(5);
  });

  it("leaves the ways back it promises, and says of others that they are gone", async () => {
    const project = await edited(4);
    await clean(project, { keep: 2 });
    const records = await project.with((workspace) => workspace.promotions());
    expect(records.map(({ gone }) => gone.length)).toEqual([0, 0, 2, 2]);
    await project.with((workspace) => workspace.rollback());
    expect(await project.value("select v from totals")).toBe(3);
  });

  it("never lets other rows come under the name of rows that were removed", async () => {
    const project = testProject({
      "data/n.csv": "n\n1\n",
      "models/raw/n.source.yaml": "file: data/n.csv\ncolumns:\n  n: { type: integer }\n",
      "models/shop/base.sql": table("select n, 0 as extra from raw.n"),
      "models/shop/reader.sql": table("select n from shop.base"),
    });
    await project.build();
    const [before] = await physical(project, "shop__base");
    project.write({
      "models/shop/base.sql": table("select n + 10 as n from raw.n"),
      "models/shop/reader.sql": table("select n from shop.base where n > 0"),
    });
    await project.build();
    await clean(project, { keep: 1 });
    expect(await physical(project, "shop__base")).toHaveLength(1);
    project.write({
      "data/n.csv": "n\n2\n",
      "models/shop/base.sql": table("select n, 0 as extra from raw.n"),
      "models/shop/reader.sql": table("select n from shop.base"),
    });
    expect((await project.build()).summary).toMatchObject({ ok: true, built: 2 });
    expect(await physical(project, "shop__base")).not.toContain(before);
    expect(await project.value("select n from reader")).toBe(2);
  });

  it("keeps the table that only a view of an environment reads", async () => {
    const project = testProject(files);
    await project.build();
    // dev builds another orders; prod then publishes a view that reads it, and not the table itself.
    project.write(orders(7));
    await project.build({}, { environment: "dev" });
    await project.build({ select: ["shop.totals"] });
    expect(await project.rawRows("select v from shop.totals")).toEqual([{ v: 7 }]);
    expect(await project.rawRows("select v from shop.orders")).toEqual([{ v: 1 }]);
    await project.with((workspace) => workspace.expireEnvironment("dev", "now"));
    await clean(project, { keep: 1, olderThanMs: 0 });
    expect(await project.rawRows("select v from shop.totals")).toEqual([{ v: 7 }]);
    expect((await project.build()).summary).toMatchObject({ ok: true, built: 0 });
  });

  it("removes refused candidates when they are old, and unfinished ones at once", async () => {
    const project = testProject({
      ...files,
      "models/shop/orders.sql": table("select 1 as v", "checks:\n  - expression: v > 5\n"),
    });
    await project.build();
    expect(await physical(project)).toHaveLength(1);
    expect(await clean(project)).toEqual([]);
    const [item] = await clean(project, {}, { now: inDays(8) });
    expect(item?.reason).toBe("its checks refused it, and it is older than 7 days");
    await project.build();
    await project.execute("update _sluice.model_versions set status = 'unchecked'");
    const [unfinished] = await clean(project);
    expect(unfinished?.reason).toBe("its run ended before its checks did");
    expect(await physical(project)).toEqual([]);
    expect(await project.rawRows("select physical from _sluice.model_versions")).toEqual([]);
  });

  it("removes strays of Sluice's making only", async () => {
    const project = testProject(files);
    await project.build();
    await project.execute(`
      create table _sluice."shop__orders__0123abcd" as select 1 as v;
      create view _sluice."shop__totals__0123abcd_2" as select 1 as v;
      create table _sluice."shop__orders__0123abcd__rows" as select 1 as v;
      create table _sluice.mine as select 1 as v;
      create table _sluice.shop__orders__backup as select 1 as v;
      create table shop.mine as select 1 as v`);
    const gone = await clean(project);
    expect(gone.map(({ kind, name }) => `${kind} ${name}`).sort()).toEqual([
      "leftover shop__orders__0123abcd__rows",
      "orphan shop__orders__0123abcd",
      "orphan shop__totals__0123abcd_2",
    ]);
    expect(await project.rawRows("select v from _sluice.mine")).toEqual([{ v: 1 }]);
    expect(await project.rawRows("select v from _sluice.shop__orders__backup")).toEqual([{ v: 1 }]);
    expect(await project.rawRows("select v from shop.mine")).toEqual([{ v: 1 }]);
  });

  it("decides without a change: the plan is carried out as it is, or not at all", async () => {
    const project = await edited(4);
    const plan = await project.with((workspace) => workspace.planClean({ keep: 1 }), {
      readOnly: true,
    });
    expect(plan.items).toHaveLength(6);
    expect(await physical(project)).toHaveLength(8);
    project.write(orders(9));
    await project.build();
    const error = await failure(project.with((workspace) => workspace.clean(plan)));
    expect(error.code).toBe("STATE.MOVED");
    expect(await physical(project)).toHaveLength(10);
  });

  it("removes what only a removed environment had built, once it is old", async () => {
    const project = testProject(files);
    await project.build();
    project.write(orders(7));
    await project.build({}, { environment: "dev" });
    await project.with((workspace) => workspace.expireEnvironment("dev", "now"));
    expect(await clean(project)).toEqual([]);
    const gone = await clean(project, {}, { now: inDays(8) });
    expect(gone.map(({ reason }) => reason)).toEqual([
      "it is shown nowhere and is older than 7 days",
      "it is shown nowhere and is older than 7 days",
    ]);
    expect(await project.rawRows("select v from shop.totals")).toEqual([{ v: 1 }]);
  });

  it("is not stopped by something that somebody removed or replaced before", async () => {
    const project = await edited(3);
    await project.build({}, { environment: "dev" });
    const [oldest] = await project.rawRows(
      "select physical from _sluice.model_versions where model = 'shop.orders' order by built_at limit 1",
    );
    await project.execute(
      `drop table _sluice."${oldest?.["physical"] as string}"; drop schema shop__dev cascade`,
    );
    await project.with((workspace) => workspace.expireEnvironment("dev", "now"));
    const gone = await clean(project, { keep: 1, olderThanMs: 0 });
    expect(gone).toHaveLength(4);
    expect(await physical(project)).toHaveLength(2);
    expect((await project.build()).summary.ok).toBe(true);
    expect(await project.value("select v from totals")).toBe(3);
  });

  it("is nothing to do where nothing was built", async () => {
    expect(await clean(testProject(files))).toEqual([]);
  });

  it("forgets old runs when asked, and keeps the ways back", async () => {
    const project = await edited(4);
    await clean(project, { keep: 2, historyMs: 0 }, { now: inDays(1) });
    expect(await project.with((workspace) => workspace.history())).toEqual([]);
    const records = await project.with((workspace) => workspace.promotions());
    expect(records).toHaveLength(2);
    expect(records[1]).toMatchObject({ models: 2, gone: [] });
    await project.with((workspace) => workspace.rollback());
    expect(await project.value("select v from totals")).toBe(3);
    for (const name of ["node_results", "check_results"])
      expect(await project.rawRows(`select * from _sluice.${name}`)).toEqual([]);
  });
});
