import { describe, expect, it } from "vitest";
import { toLayoutOne } from "../../../test/layout-one.js";
import { testProject, type TestProject } from "../../../test/project.js";
import type { DoctorFinding } from "../workspace.js";

const files = {
  "models/shop/orders.sql": "/* model\nkind: table\n*/\nselect 1 as v",
  "models/shop/totals.sql": "select sum(v)::int as v from shop.orders",
};

async function built(): Promise<TestProject> {
  const project = testProject(files);
  await project.build();
  return project;
}

/** Findings other than good ones. */
async function troubles(project: TestProject, fix = false): Promise<readonly DoctorFinding[]> {
  const found = await project.with((workspace) => workspace.doctor({ fix }), { readOnly: !fix });
  return found.filter(({ status }) => status !== "ok");
}

async function physical(project: TestProject, model: string): Promise<string> {
  const [row] = await project.rawRows(
    `select physical from _sluice.environments where model = '${model}' and environment = 'prod'`,
  );
  return row?.["physical"] as string;
}

describe("doctor", () => {
  it("finds nothing in a warehouse that is well, nor in one that is not there", async () => {
    expect(await troubles(testProject(files))).toEqual([]);
    const project = await built();
    await project.build({}, { environment: "dev" });
    expect(await troubles(project)).toEqual([]);
    const found = await project.with((workspace) => workspace.doctor());
    expect(found.find(({ check }) => check === "state")?.detail).toBe(
      "4 models published in 2 environments",
    );
  });

  it("tells of a missing table, of each environment that showed it, and what builds it", async () => {
    const project = await built();
    await project.build({}, { environment: "dev" });
    await project.execute(`drop table _sluice."${await physical(project, "shop.orders")}"`);
    const found = await troubles(project);
    expect(found.map(({ detail }) => detail)).toEqual([
      "prod: the tables behind shop.orders, shop.totals are gone",
      "dev: the tables behind shop.orders, shop.totals are gone",
    ]);
    expect(found[0]?.hint).toContain("sluice build");
    await project.build();
    await project.build({}, { environment: "dev" });
    expect(await troubles(project)).toEqual([]);
  });

  it("makes views again that were dropped or show something else, and touches no table in their place", async () => {
    const project = await built();
    await project.execute(
      "drop view shop.orders; create or replace view shop.totals as select 42 as v",
    );
    const found = await troubles(project);
    expect(found.map(({ detail }) => detail)).toEqual([
      "the views shop.orders are gone",
      "the views shop.totals show something else than was published",
    ]);
    expect(found[0]?.hint).toContain("sluice doctor --fix");
    expect(await troubles(project)).toHaveLength(2);
    expect(await troubles(project, true)).toEqual([]);
    expect(await troubles(project)).toEqual([]);
    expect(await project.rawRows("select v from shop.totals")).toEqual([{ v: 1 }]);
    await project.execute("drop view shop.totals; create table shop.totals as select 'mine' as v");
    expect((await troubles(project, true))[0]?.detail).toContain("a table stands at shop.totals");
    expect(await project.rawRows("select v from shop.totals")).toEqual([{ v: "mine" }]);
  });

  it("makes the schema of readers again when all of it is gone", async () => {
    const project = await built();
    await project.execute("drop schema shop cascade");
    expect(await troubles(project)).toHaveLength(1);
    await troubles(project, true);
    expect(await project.rawRows("select v from shop.totals")).toEqual([{ v: 1 }]);
  });

  it("tells of what clean would remove: versions without relations, orphans, candidates, expired environments", async () => {
    const project = testProject(files, { environments: { dev: { expires: "1h" } } });
    await project.build();
    await project.build({}, { environment: "dev" });
    await project.execute(`
      update _sluice.environment_settings set expires_at = now()::timestamp - interval 2 day where environment = 'dev';
      create table _sluice."shop__orders__0123abcd" as select 1 as v;
      create table _sluice."shop__orders__0123abcd__rows" as select 1 as v;
      insert into _sluice.model_versions by name select 'shop.gone' as model, 'ab' as fingerprint, 1 as generation, 'shop__gone__00000001' as physical, 'table' as relation, 'unchecked' as status, now()::timestamp as built_at;
      insert into _sluice.model_versions by name select 'shop.late' as model, 'ab' as fingerprint, 1 as generation, 'shop__late__00000002' as physical, 'table' as relation, 'unchecked' as status, now()::timestamp as built_at;
      create table _sluice."shop__late__00000002" as select 1 as v`);
    const found = await troubles(project);
    expect(found.map(({ check, status, detail }) => `${status} ${check}: ${detail}`)).toEqual([
      "warning environments: expired: dev",
      "warning candidates: left unfinished by runs that ended: shop__late__00000002",
      "warning versions: known to the state, and their relations are gone: shop__gone__00000001",
      "warning orphans: in _sluice that no version names: shop__orders__0123abcd, shop__orders__0123abcd__rows",
    ]);
    expect(new Set(found.map(({ hint }) => hint)).size).toBe(1);
    await project.with(async (workspace) => workspace.clean(await workspace.planClean()));
    expect(await troubles(project)).toEqual([]);
    expect(await project.value("select v from totals")).toBe(1);
  });

  it("tells of an older state, and brings it up to date only when asked", async () => {
    const project = await built();
    await toLayoutOne(project);
    const [found] = await troubles(project);
    expect(found).toMatchObject({ check: "state", status: "warning" });
    expect(found?.hint).toContain("_sluice.state_1__*");
    expect(await troubles(project)).toHaveLength(1);
    const after = await project.with((workspace) => workspace.doctor({ fix: true }));
    expect(after.find(({ check }) => check === "state")?.detail).toContain(
      "brought up from layout 1; the old tables are kept as _sluice.state_1__*",
    );
    expect(await troubles(project)).toEqual([]);
  });
});
