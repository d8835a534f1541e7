import { describe, expect, it } from "vitest";
import { failure, finish, testProject, type TestProject } from "../project.js";

/** base -> checked -> reader -> last, and a branch beside them. */
function models(step: number, check = "value >= 0"): Readonly<Record<string, string>> {
  const table = (sql: string, header = "") => `/* model\nkind: table\n${header}*/\n${sql}`;
  return {
    "models/shop/base.sql": table(`select ${String(step)} as value`),
    "models/shop/checked.sql": table(
      "select value * 10 as value from shop.base",
      `checks:\n  - expression: "${check}"\n`,
    ),
    "models/shop/reader.sql": "select value + 1 as value from shop.checked",
    "models/shop/last.sql": table("select value + 1 as value from shop.reader"),
    "models/shop/beside.sql": table("select value + 5 as value from shop.base"),
  };
}

const names = ["base", "checked", "reader", "last", "beside"] as const;

async function published(project: TestProject): Promise<Readonly<Record<string, unknown>>> {
  const rows = await project.rows(
    names.map((name) => `select '${name}' as name, value from shop.${name}`).join(" union all "),
  );
  return Object.fromEntries(rows.map((row) => [row["name"] as string, row["value"]]));
}

async function built(check?: string): Promise<TestProject> {
  const project = testProject(models(1, check));
  expect((await project.build()).summary.ok).toBe(true);
  return project;
}

const atFirst = { base: 1, checked: 10, reader: 11, last: 12, beside: 6 };

describe("a blocking check that fails", () => {
  it("keeps readers of the model and its descendants at the old rows and publishes the rest", async () => {
    const project = await built();
    project.write(models(2, "value < 15"));
    const { summary, nodes } = await project.build();
    expect(summary).toMatchObject({ ok: false, failed: 1, skipped: 2, built: 2, published: true });
    expect(nodes["shop.checked"]).toMatchObject({
      status: "failed",
      checks: { failed: 1 },
      error: { code: "RUN.CHECK_FAILED" },
    });
    for (const name of ["shop.reader", "shop.last"]) {
      expect(nodes[name]).toMatchObject({ status: "skipped", error: { code: "RUN.SKIPPED" } });
    }
    expect(await published(project)).toEqual({ ...atFirst, base: 2, beside: 7 });
  });

  it("keeps the refused candidate and says how to see its rows", async () => {
    const project = await built();
    project.write(models(2, "value < 15"));
    const { nodes } = await project.build();
    const { physical = "", error } = nodes["shop.checked"] ?? {};
    expect(await project.rawRows(`select * from _sluice."${physical}"`)).toEqual([{ value: 20 }]);
    const [, query = ""] = /--sql '(.+)'/.exec(error?.hints[0] ?? "") ?? [];
    expect(query).toContain(physical);
    expect(await project.rows(query)).toEqual([{ value: 20 }]);
  });

  it("is tried again by the next build, which replaces the candidate and publishes when the check passes", async () => {
    const project = await built();
    project.write(models(2, "value < 15"));
    const refused = (await project.build()).nodes["shop.checked"]?.physical;
    expect(await project.plan()).toMatchObject({ "shop.checked": "previously failed" });
    const again = await project.build();
    expect(again.nodes["shop.checked"]).toMatchObject({ status: "failed", physical: refused });
    project.write(models(2, "value < 25"));
    expect((await project.build()).summary).toMatchObject({ ok: true, failed: 0 });
    expect(await published(project)).toEqual({
      base: 2,
      checked: 20,
      reader: 21,
      last: 22,
      beside: 7,
    });
    const versions = "select status from _sluice.model_versions where physical = ";
    expect(await project.rawRows(`${versions}'${refused ?? ""}'`)).toEqual([{ status: "built" }]);
    const tables =
      "select 1 as found from duckdb_tables() where table_name like 'shop__checked__%'";
    expect(await project.rawRows(tables)).toHaveLength(2);
  });

  it("publishes nothing of a model that was never published", async () => {
    const project = testProject(models(2, "value < 15"));
    expect((await project.build()).summary.ok).toBe(false);
    const views = await project.rawRows(
      "select table_name as name from information_schema.tables where table_schema = 'shop' order by 1",
    );
    expect(views).toEqual([{ name: "base" }, { name: "beside" }]);
  });

  it("refuses a view as it refuses a table", async () => {
    const project = await built();
    project.write({
      "models/shop/reader.sql":
        "/* model\nkind: view\nchecks:\n  - expression: value > 1000\n*/\nselect value + 100 as value from shop.checked",
    });
    const { nodes } = await project.build();
    expect(nodes["shop.reader"]?.status).toBe("failed");
    expect(nodes["shop.last"]?.status).toBe("skipped");
    expect(await published(project)).toEqual(atFirst);
  });
});

describe("a failing check that only warns", () => {
  it("is counted and does not block", async () => {
    const project = await built();
    project.write({
      ...models(2),
      "models/shop/checked.sql":
        "/* model\nkind: table\nchecks:\n  - expression: { value: value < 15, severity: warn }\n*/\nselect value * 10 as value from shop.base",
    });
    const { summary, nodes } = await project.build();
    expect(summary).toMatchObject({ ok: true, failed: 0, warnings: 1 });
    expect(nodes["shop.checked"]).toMatchObject({ status: "built", checks: { warned: 1 } });
    expect(await published(project)).toMatchObject({ checked: 20, last: 22 });
  });
});

describe("an engine error while a model is built", () => {
  const broken = {
    "models/shop/checked.sql":
      "/* model\nkind: table\n*/\nselect cast('x' || value as integer) as value\nfrom shop.base",
  };

  it("leaves no candidate, skips descendants and keeps readers at the old rows", async () => {
    const project = await built();
    project.write({ ...models(2), ...broken });
    const { nodes, summary } = await project.build();
    expect(summary).toMatchObject({ failed: 1, skipped: 2, built: 2 });
    expect(nodes["shop.checked"]?.error).toMatchObject({
      code: "SQL.FAILED",
      where: { file: "models/shop/checked.sql", model: "shop.checked" },
    });
    expect(await published(project)).toEqual({ ...atFirst, base: 2, beside: 7 });
    const physical = nodes["shop.checked"]?.physical ?? "";
    const left = `select 1 from information_schema.tables where table_name = '${physical}'`;
    expect(await project.rawRows(left)).toEqual([]);
  });

  it("stops the run at once where that is asked for, and publishes what succeeded", async () => {
    const project = testProject({
      ...models(2),
      ...broken,
      "models/shop/after.sql": "/* model\nkind: table\n*/\nselect value from shop.beside",
    });
    const { summary, nodes } = await project.build({ failFast: true });
    expect(summary.ok).toBe(false);
    expect(nodes["shop.checked"]?.status).toBe("failed");
    expect(summary.built + summary.cancelled + summary.skipped).toBe(5);
  });
});

describe("promotion", () => {
  it("is one transaction: where one view cannot be made, none changes", async () => {
    const project = await built();
    // Something foreign takes the name of a new model after the plan was made.
    project.write({
      ...models(2),
      "models/shop/late.sql": "/* model\nkind: table\n*/\nselect value from shop.last",
    });
    const workspace = await project.open();
    const plan = await workspace.plan();
    await workspace.close();
    await project.execute("create table shop.late as select 'mine' as value");
    const error = await failure(project.with((later) => finish(later.apply(plan))));
    expect(error.message).toContain("late");
    expect(await project.rawRows("select value from shop.late")).toEqual([{ value: "mine" }]);
    expect(await published(project)).toEqual(atFirst);
    await expect(project.build()).rejects.toMatchObject({ code: "STATE.FOREIGN_RELATION" });
  });

  it("removes the view of a model that is gone and keeps its physical table", async () => {
    const project = await built();
    const physical = (await project.build({ force: true })).nodes["shop.beside"]?.physical ?? "";
    project.remove("models/shop/beside.sql");
    const { events } = await project.build();
    expect(events.find((event) => event.type === "promoted")).toMatchObject({
      removed: ["shop.beside"],
    });
    const left = await project.rawRows(
      "select table_name as name from information_schema.tables where table_name like '%beside%'",
    );
    expect(left).toContainEqual({ name: physical });
    expect(left).not.toContainEqual({ name: "beside" });
  });

  it("forgets a model that is gone and leaves the table that somebody put in its place", async () => {
    const project = await built();
    await project.execute("drop view shop.beside; create table shop.beside as select 'mine' as v");
    project.remove("models/shop/beside.sql");
    const { summary, events } = await project.build();
    expect(summary).toMatchObject({ ok: true, published: true });
    expect(events.find((event) => event.type === "promoted")).toMatchObject({
      removed: ["shop.beside"],
    });
    expect(await project.rawRows("select v from shop.beside")).toEqual([{ v: "mine" }]);
    expect((await project.build()).summary).toMatchObject({ ok: true, published: false });
  });

  it("never takes a table for its own view, though it once made one of that name", async () => {
    const project = await built();
    await project.execute("drop view shop.last; create table shop.last as select 'mine' as value");
    await expect(project.build()).rejects.toMatchObject({ code: "STATE.FOREIGN_RELATION" });
    await expect(project.build({ force: true })).rejects.toMatchObject({
      code: "STATE.FOREIGN_RELATION",
    });
    expect(await project.rawRows("select value from shop.last")).toEqual([{ value: "mine" }]);
  });

  it("never replaces a relation that Sluice did not make", async () => {
    const project = testProject(models(1));
    await project.execute("create schema shop");
    await project.execute("create table shop.last as select 'mine' as value");
    await expect(project.build()).rejects.toMatchObject({ code: "STATE.FOREIGN_RELATION" });
    expect(await project.rawRows("select value from shop.last")).toEqual([{ value: "mine" }]);
    const made = await project.rawRows(
      "select table_name as name from information_schema.tables where table_schema = 'shop'",
    );
    expect(made).toEqual([{ name: "last" }]);
  });
});
