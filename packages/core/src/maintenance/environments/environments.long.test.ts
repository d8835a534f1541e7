import { duckdb } from "@sluice/adapter-duckdb";
import { describe, expect, it } from "vitest";
import { failure, testProject, type TestProject } from "../../../test/project.js";
import type { Row } from "../../warehouse/values.js";
import { SqlStateStore } from "../../state/sql-state-store.js";
import type { StateWarehouse } from "../../state/state-store.js";
import type { ProjectDefinition } from "../../model/project/define-project.js";

const DAY = 86_400_000;

const files = {
  "models/shop/orders.sql": "/* model\nkind: table\n*/\nselect 1 as v",
  "models/marts/totals.sql": "select sum(v)::int as v from shop.orders",
};

async function built(definition: Partial<ProjectDefinition> = {}): Promise<TestProject> {
  const project = testProject(files, definition);
  await project.build();
  await project.build({}, { environment: "dev" });
  return project;
}

function list(project: TestProject, now?: string) {
  return project.with((workspace) => workspace.listEnvironments(), { now });
}

function later(days: number): string {
  return new Date(Date.now() + days * DAY).toISOString();
}

async function schemas(project: TestProject): Promise<readonly unknown[]> {
  const rows = await project.rawRows(
    "select schema_name as name from information_schema.schemata where catalog_name = current_database() and schema_name like '%\\_\\_dev' escape '\\' order by 1",
  );
  return rows.map(({ name }) => name);
}

async function cleanAt(project: TestProject, now: string) {
  return project.with(
    async (workspace) => {
      const plan = await workspace.planClean();
      await workspace.clean(plan);
      return plan.items;
    },
    { now },
  );
}

describe("environments", () => {
  it("are listed with their models and times, prod first", async () => {
    const project = await built();
    const before = await list(testProject(files));
    expect(before).toEqual([]);
    const found = await list(project);
    expect(found.map(({ name, models, expired }) => ({ name, models, expired }))).toEqual([
      { name: "prod", models: 2, expired: false },
      { name: "dev", models: 2, expired: false },
    ]);
    for (const { createdAt = "", promotedAt = "", expiresAt } of found) {
      expect(Date.now() - Date.parse(createdAt)).toBeLessThan(60_000);
      expect(Date.parse(promotedAt) - Date.parse(createdAt)).toBeLessThan(10_000);
      expect(expiresAt).toBeUndefined();
    }
  });

  it("expire as the configuration says, prod never, and each build puts it off", async () => {
    const project = await built({
      environments: { keep: { expires: "never" }, "*": { expires: "2d" } },
    });
    await project.build({}, { environment: "keep" });
    const expiry = async () =>
      Object.fromEntries((await list(project)).map(({ name, expiresAt }) => [name, expiresAt]));
    const first = await expiry();
    expect(first["prod"]).toBeUndefined();
    expect(first["keep"]).toBeUndefined();
    const left = Date.parse(first["dev"] ?? "") - Date.now();
    expect(left).toBeGreaterThan(2 * DAY - 60_000);
    expect(left).toBeLessThanOrEqual(2 * DAY);
    expect((await project.build({}, { environment: "dev" })).summary.published).toBe(false);
    expect((await expiry())["dev"]).not.toBe(first["dev"]);
    expect(await list(project, later(3))).toMatchObject([
      { name: "prod", expired: false },
      { name: "dev", expired: true },
      { name: "keep", expired: false },
    ]);
  });

  it("are removed by clean when their time is over: views, state and empty schemas, nothing shared", async () => {
    const project = await built({ environments: { dev: { expires: "2d" } } });
    expect(await cleanAt(project, later(1))).toEqual([]);
    const [item] = await cleanAt(project, later(3));
    expect(item).toMatchObject({ kind: "environment", name: "dev" });
    expect(await schemas(project)).toEqual([]);
    expect((await list(project)).map(({ name }) => name)).toEqual(["prod"]);
    for (const name of ["environments", "promotions", "environment_settings"])
      expect(
        await project.rawRows(`select * from _sluice.${name} where environment = 'dev'`),
      ).toEqual([]);
    expect(await project.rawRows("select v from marts.totals")).toEqual([{ v: 1 }]);
    const again = await project.build({}, { environment: "dev" });
    expect(again.summary).toMatchObject({ built: 0, published: true });
  });

  it("keep schemas in which somebody else has something, whatever it is", async () => {
    const project = await built();
    await project.execute(
      "create table shop__dev.mine as select 1 as v; create macro marts__dev.twice(x) as 2 * x",
    );
    const done = await project.with((workspace) => workspace.expireEnvironment("dev", "now"));
    expect([...done.removed].sort()).toEqual(["marts__dev.totals", "shop__dev.orders"]);
    expect(await schemas(project)).toEqual(["marts__dev", "shop__dev"]);
    expect(await project.rawRows("select v from shop__dev.mine")).toEqual([{ v: 1 }]);
    expect(await project.rawRows("select marts__dev.twice(4) as v")).toEqual([{ v: 8 }]);
    expect((await list(project)).map(({ name }) => name)).toEqual(["prod"]);
  });

  it("keep a table that stands where a view of theirs was", async () => {
    const project = await built();
    await project.execute(
      "drop view shop__dev.orders; create table shop__dev.orders as select 'mine' as v",
    );
    const done = await project.with((workspace) => workspace.expireEnvironment("dev", "now"));
    expect(done.removed).toEqual(["marts__dev.totals"]);
    expect(await project.rawRows("select v from shop__dev.orders")).toEqual([{ v: "mine" }]);
  });

  it("take a lifetime of their own, which promotions renew, or none", async () => {
    const project = await built({ environments: { "*": { expires: "2d" } } });
    const expire = (expiry: { in: number } | "never") =>
      project.with((workspace) => workspace.expireEnvironment("dev", expiry));
    const hours = (at: string | undefined) => (Date.parse(at ?? "") - Date.now()) / 3_600_000;
    expect(hours((await expire({ in: 5 * DAY })).environment.expiresAt)).toBeGreaterThan(119);
    await project.build({}, { environment: "dev" });
    expect(hours((await list(project))[1]?.expiresAt)).toBeGreaterThan(119);
    expect((await expire("never")).environment.expiresAt).toBeUndefined();
    await project.build({}, { environment: "dev" });
    expect((await list(project))[1]?.expiresAt).toBeUndefined();
  });

  it("that do not exist are not set, and prod is not removed", async () => {
    const project = await built();
    const expire = (name: string) =>
      failure(project.with((workspace) => workspace.expireEnvironment(name, "now")));
    expect(await expire("devv")).toMatchObject({ code: "STATE.UNKNOWN_ENVIRONMENT" });
    expect(await expire("prod")).toMatchObject({ code: "CLI.USAGE" });
    expect(await project.rawRows("select v from marts.totals")).toEqual([{ v: 1 }]);
  });

  it("are refused a lifetime that is no time", async () => {
    const project = testProject(files, { environments: { dev: { expires: "soon" } } });
    const error = await failure(project.build());
    expect(error).toMatchObject({ code: "CONFIG.INVALID" });
    expect(error.message).toContain("environments");
  });
});

describe("a thousand environments", () => {
  it("do not make a build read more of the state", async () => {
    const project = await built();
    await project.execute(`
      insert into _sluice.environments
      select 'pr_' || i, model, view_schema || '__pr_' || i, view_name || j, physical, fingerprint, metadata_fingerprint, run_id, promoted_at
      from _sluice.environments, range(1000) a(i), range(100) b(j) where environment = 'prod' and model = 'shop.orders'`);
    const read = await project.raw(async (runner) => {
      let rows = 0;
      const counting: StateWarehouse = {
        ...runner,
        query: async function* <T extends Row>(sql: string) {
          for await (const row of runner.query<T>(sql)) {
            rows += 1;
            yield row;
          }
        },
      };
      const { dialect } = duckdb({ path: "shop.duckdb" });
      const state = new SqlStateStore({ dialect, open: () => Promise.resolve(counting) });
      const found = await state.read("dev", ["shop__dev", "marts__dev"]);
      return { rows, models: found.published.size };
    });
    expect(read.models).toBe(2);
    // Of a hundred thousand rows of environments: those of dev and prod, and the versions.
    expect(read.rows).toBeLessThan(20);
    expect((await project.build({}, { environment: "dev" })).summary.reused).toBe(2);
    expect(await list(project)).toHaveLength(1002);
  });
});

it("a new environment shows what production shows of models that fail, and of their readers", async () => {
  const amounts = (factor: number) => ({
    "models/marts/b.sql": `/* model\nkind: table\ncolumns: { amt: { checks: [{ accepted_values: { values: [10, 20, 40] } }] } }\n*/\nselect id, amt * ${String(factor)} as amt from raw.o`,
  });
  const project = testProject({
    "models/raw/o.seed.yaml": "file: seeds/o.csv\n",
    "seeds/o.csv": "id,amt\n1,10\n2,20\n",
    "models/marts/c.sql": "select sum(amt)::int as s from marts.b",
    "models/marts/d.sql": "/* model\nkind: table\n*/\nselect s from marts.c",
    ...amounts(1),
  });
  await project.build();
  project.write(amounts(50));
  const { nodes } = await project.build({}, { environment: "dev" });
  expect(nodes["marts.b"]?.status).toBe("failed");
  expect(nodes["marts.d"]?.status).toBe("skipped");
  const sums = "select s, (select sum(amt)::int from marts__dev.b) as b from marts__dev.d";
  expect(await project.rawRows(sums)).toEqual([{ s: 30, b: 30 }]);
  project.write(amounts(2));
  expect((await project.build({}, { environment: "dev" })).summary.ok).toBe(true);
  expect(await project.rawRows(sums)).toEqual([{ s: 60, b: 60 }]);
  expect(await project.rawRows("select s from marts.d")).toEqual([{ s: 30 }]);
});
