import { describe, expect, it } from "vitest";
import { duckdb } from "@sluice/adapter-duckdb";
import { failure, testProject, type TestProject } from "../../../test/project.js";
import type { ProjectDefinition } from "../../model/project/define-project.js";

const files = {
  "models/shop/orders.sql": "/* model\nkind: table\n*/\nselect 1 as v",
  "models/marts/totals.sql": "select sum(v)::int as v from shop.orders",
};
const byEnvironment = { environmentSchema: "{env}_{schema}" };
const dev = { environment: "dev" };

function build(project: TestProject, environment = "dev") {
  return project.build({}, { environment });
}

async function views(project: TestProject): Promise<readonly unknown[]> {
  const rows = await project.rawRows(
    "select table_schema || '.' || table_name as name from information_schema.tables where table_type = 'VIEW' and table_schema <> '_sluice' order by 1",
  );
  return rows.map(({ name }) => name);
}

async function schemas(project: TestProject): Promise<readonly unknown[]> {
  const rows = await project.rawRows(
    "select schema_name as name from information_schema.schemata where catalog_name = current_database() and schema_name like '%dev%' order by 1",
  );
  return rows.map(({ name }) => name);
}

function shown(project: TestProject, sql: string) {
  return project.with(async (workspace) => {
    const { rows } = await workspace.query(sql);
    const found = [];
    for await (const row of rows) found.push(row);
    return found;
  }, dev);
}

/** Built in prod and dev by the default, then configured otherwise. */
async function reconfigured(definition: Partial<ProjectDefinition> = byEnvironment) {
  const project = testProject(files);
  await project.build();
  await build(project);
  project.define(definition);
  return project;
}

describe("the schemas of environments", () => {
  it("are as the pattern says, prod's are the plain ones", async () => {
    const project = testProject(files, byEnvironment);
    await project.build();
    await build(project);
    expect(await views(project)).toEqual([
      "dev_marts.totals",
      "dev_shop.orders",
      "marts.totals",
      "shop.orders",
    ]);
  });

  it.each([
    ["{schema}", "once each"],
    ["{env}", "once each"],
    ["{schema}_{env}_{schema}", "once each"],
    ["{schema}{env}", "something between"],
    ["{schema}-{env}", "letters, digits and underscores"],
    ["1{schema}_{env}", "letters, digits and underscores"],
    ['{schema}"; drop schema x; "{env}', "letters, digits and underscores"],
    ["_sluice_{schema}_{env}", "Sluice's own"],
  ])("are refused for the pattern %s", async (environmentSchema, why) => {
    const error = await failure(testProject(files, { environmentSchema }).open());
    expect(error.code).toBe("CONFIG.INVALID");
    expect(error.message).toContain("`environmentSchema`");
    expect(error.message).toContain(why);
  });

  it("move with the pattern: planned, in one promotion, and nothing is built", async () => {
    const project = await reconfigured();
    const plan = await project.with((workspace) => workspace.plan(), dev);
    expect(plan.moved).toEqual([
      { name: "shop.orders", from: "shop__dev.orders", to: "dev_shop.orders" },
      { name: "marts.totals", from: "marts__dev.totals", to: "dev_marts.totals" },
    ]);
    const done = await build(project);
    expect(done.summary).toMatchObject({ ok: true, built: 0, published: true });
    expect(await views(project)).toEqual([
      "dev_marts.totals",
      "dev_shop.orders",
      "marts.totals",
      "shop.orders",
    ]);
    const again = await project.with((workspace) => workspace.plan(), dev);
    expect(again.moved).toEqual([]);
    expect((await build(project)).summary.published).toBe(false);
    expect((await project.with((workspace) => workspace.plan())).moved).toEqual([]);
  });

  it("leave to others what others put under the old and the new names", async () => {
    const project = await reconfigured();
    await project.execute(
      "drop view shop__dev.orders; create table shop__dev.orders as select 'mine' as v; create view shop__dev.mine as select 2 as v",
    );
    await build(project);
    expect(await project.rawRows("select v from shop__dev.orders")).toEqual([{ v: "mine" }]);
    expect(await views(project)).toContain("shop__dev.mine");
    expect(await views(project)).toContain("dev_shop.orders");
    project.define({ environmentSchema: "{schema}_in_{env}" });
    await project.execute(
      "create schema shop_in_dev; create view shop_in_dev.orders as select 3 as v",
    );
    const error = await failure(build(project));
    expect(error.code).toBe("STATE.FOREIGN_RELATION");
    expect(await views(project)).toContain("dev_shop.orders");
  });

  it("move of the selected models only; readers find the others where they are", async () => {
    const project = await reconfigured();
    await project.build({ select: ["shop.orders"] }, dev);
    expect(await views(project)).toEqual([
      "dev_shop.orders",
      "marts.totals",
      "marts__dev.totals",
      "shop.orders",
    ]);
    expect(await shown(project, "select t.v, o.v as w from marts.totals t, shop.orders o")).toEqual(
      [{ v: 1, w: 1 }],
    );
  });

  it("do not matter to who reads before the next build", async () => {
    const project = await reconfigured();
    expect(await shown(project, "select v from marts.totals")).toEqual([{ v: 1 }]);
    const report = await project.with((workspace) => workspace.check({}), dev);
    expect(report.missing).toEqual([]);
  });

  it("are those of now after a rollback", async () => {
    const project = await reconfigured();
    project.write({ "models/shop/orders.sql": "/* model\nkind: table\n*/\nselect 2 as v" });
    await build(project);
    const back = await project.with((workspace) => workspace.rollback(), dev);
    expect(back).toMatchObject({ published: ["marts.totals", "shop.orders"], removed: [] });
    expect(await views(project)).toEqual([
      "dev_marts.totals",
      "dev_shop.orders",
      "marts.totals",
      "shop.orders",
    ]);
    expect(await project.rawRows("select v from dev_marts.totals")).toEqual([{ v: 1 }]);
  });

  it("are where a rollback puts the views when nothing was built since the pattern changed", async () => {
    const project = testProject(files);
    await build(project);
    project.write({ "models/shop/orders.sql": "/* model\nkind: table\n*/\nselect 2 as v" });
    await build(project);
    project.define(byEnvironment);
    await project.with((workspace) => workspace.rollback(), dev);
    expect(await views(project)).toEqual(["dev_marts.totals", "dev_shop.orders"]);
    expect(await project.rawRows("select v from dev_marts.totals")).toEqual([{ v: 1 }]);
  });

  it("go with the environment, those of the pattern before too", async () => {
    const project = await reconfigured();
    await build(project);
    expect(await schemas(project)).toEqual(["dev_marts", "dev_shop", "marts__dev", "shop__dev"]);
    await project.execute("create table shop__dev.mine as select 1 as v");
    const gone = await project.with((workspace) => workspace.expireEnvironment("dev", "now"));
    expect([...gone.removed].sort()).toEqual(["dev_marts.totals", "dev_shop.orders"]);
    expect(await schemas(project)).toEqual(["shop__dev"]);
    expect(await project.rawRows("select v from marts.totals")).toEqual([{ v: 1 }]);
  });

  it("are mended where they stand, by the state", async () => {
    const project = await reconfigured();
    await project.execute("drop view shop__dev.orders");
    const found = await project.with((workspace) => workspace.doctor({ fix: true }));
    expect(found.filter(({ status }) => status === "error")).toEqual([]);
    expect(await views(project)).toContain("shop__dev.orders");
  });

  it("are copied for readers under their new names", async () => {
    const copy = (definition: Partial<ProjectDefinition>) => ({
      targets: { dev: duckdb({ path: "shop.duckdb", publish: { copy: "{env}.duckdb" } }) },
      ...definition,
    });
    const project = await reconfigured(copy({}));
    await build(project);
    project.define(copy(byEnvironment));
    const { events } = await build(project);
    expect(events.map(({ type }) => type)).toContain("copied");
    const open = { projectDir: project.dir, cacheDir: project.dir, readOnly: true };
    const adapter = await duckdb({ path: "dev.duckdb" }).open(open);
    const found = await adapter.list(undefined, { columns: false });
    await adapter.close();
    expect(found.map(({ schema, name }) => `${schema}.${name}`).sort()).toEqual([
      "dev_marts.totals",
      "dev_shop.orders",
    ]);
  });
});

describe("two environments", () => {
  it("that would share a schema are refused before anything is built, and named", async () => {
    const project = testProject(
      { ...files, "models/shop_a/x.sql": "select 1 as v" },
      { environmentSchema: "{schema}_{env}" },
    );
    await build(project, "a_b");
    const error = await failure(
      project.with((workspace) => workspace.plan(), { environment: "b" }),
    );
    expect(error.code).toBe("CONFIG.SHARED_SCHEMA");
    for (const part of ["`shop_a_b`", "`shop_a` in the environment `b`", "`shop` in `a_b`"])
      expect(error.message).toContain(part);
  });

  it("are prod and another, from either side", async () => {
    const project = testProject({ ...files, "models/shop__dev/x.sql": "select 1 as v" });
    const ofDev = await failure(build(project));
    expect(ofDev.code).toBe("CONFIG.SHARED_SCHEMA");
    expect(ofDev.message).toContain("`shop__dev` in `prod`");
    const later = testProject(files);
    await build(later);
    later.write({ "models/shop__dev/x.sql": "select 1 as v" });
    const ofProd = await failure(later.build());
    expect(ofProd.code).toBe("CONFIG.SHARED_SCHEMA");
    expect(ofProd.message).toContain("`shop` in `dev`");
  });

  it("cannot take Sluice's own schema", async () => {
    const project = testProject(files, { environmentSchema: "_{env}_{schema}" });
    const error = await failure(build(project, "sluice"));
    expect(error.code).toBe("CONFIG.SHARED_SCHEMA");
    expect(error.message).toContain("`_sluice_marts`");
  });
});
