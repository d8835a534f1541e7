import { existsSync } from "node:fs";
import path from "node:path";
import { duckdb } from "@sluice/adapter-duckdb";
import { describe, expect, it } from "vitest";
import { failure, testProject, type TestProject } from "../../../test/project.js";

const table = (sql: string) => `/* model\nkind: table\n*/\n${sql}`;

const files = {
  "models/shop/orders.sql": table("select 1 as v"),
  "models/shop/totals.sql": "select sum(v) as v from shop.orders",
};

const edits = {
  first: files,
  second: {
    "models/shop/orders.sql": table("select 2 as v"),
    "models/shop/late.sql": table("select 'late' as v"),
  },
};

async function builtTwice(): Promise<TestProject> {
  const project = testProject(files);
  await project.build();
  project.write(edits.second);
  await project.build();
  return project;
}

function rollback(project: TestProject, to?: string, environment = "prod") {
  return project.with((workspace) => workspace.rollback(to), { environment });
}

function promotions(project: TestProject, environment = "prod") {
  return project.with((workspace) => workspace.promotions(), { environment });
}

async function views(project: TestProject): Promise<readonly unknown[]> {
  const rows = await project.rawRows(
    "select table_schema || '.' || table_name as name from information_schema.tables where table_type = 'VIEW' and table_schema <> '_sluice' order by 1",
  );
  return rows.map(({ name }) => name);
}

describe("rolling back", () => {
  it("shows what the promotion before showed; new models lose their view, and state and views agree", async () => {
    const project = await builtTwice();
    const done = await rollback(project);
    expect(done).toMatchObject({
      environment: "prod",
      published: ["shop.orders", "shop.totals"],
      removed: ["shop.late"],
      newer: [],
      to: { models: 2, gone: [] },
    });
    expect(await project.rawRows("select v from shop.orders")).toEqual([{ v: 1 }]);
    expect(await project.rawRows("select v::int as v from shop.totals")).toEqual([{ v: 1 }]);
    expect(await views(project)).toEqual(["shop.orders", "shop.totals"]);
    expect(await project.rawRows("select model from _sluice.environments order by 1")).toEqual([
      { model: "shop.orders" },
      { model: "shop.totals" },
    ]);
  });

  it("can be rolled back itself, and brings removed models back", async () => {
    const project = await builtTwice();
    project.remove("models/shop/totals.sql");
    await project.build();
    expect((await rollback(project)).published).toEqual(["shop.totals"]);
    expect(await project.rawRows("select v::int as v from shop.totals")).toEqual([{ v: 2 }]);
    expect(await rollback(project)).toMatchObject({ published: [], removed: ["shop.totals"] });
    expect(await views(project)).toEqual(["shop.late", "shop.orders"]);
    expect((await promotions(project))[0]).toMatchObject({
      current: true,
      removed: ["shop.totals"],
    });
  });

  it("goes to a promotion by its number or its run, and tells them apart", async () => {
    const project = await builtTwice();
    project.write({ "models/shop/orders.sql": table("select 3 as v") });
    await project.build();
    const [, , first] = await promotions(project);
    await rollback(project, String(first?.sequence));
    expect(await project.rawRows("select v from shop.orders")).toEqual([{ v: 1 }]);
    const [, , second] = await promotions(project);
    await rollback(project, second?.runId);
    expect(await project.rawRows("select v from shop.orders")).toEqual([{ v: 2 }]);
    const unknown = await failure(rollback(project, "99999"));
    expect(unknown.code).toBe("CLI.SELECTION_EMPTY");
    const several = await failure(rollback(project, ""));
    expect(several.message).toContain("Several promotions");
  });

  it("is undone by the next build of the same files, and is not by one of the files of then", async () => {
    const project = await builtTwice();
    await rollback(project);
    const again = await project.build();
    expect(again.summary).toMatchObject({ ok: true, built: 0, published: true });
    expect(await project.rawRows("select v from shop.orders")).toEqual([{ v: 2 }]);
    expect(await project.rawRows("select v from shop.late")).toEqual([{ v: "late" }]);
    await rollback(project);
    project.write(edits.first);
    project.remove("models/shop/late.sql");
    expect((await project.build()).summary).toMatchObject({ built: 0, published: false });
    expect(await project.rawRows("select v from shop.orders")).toEqual([{ v: 1 }]);
  });

  it("is refused as a whole when a table of then is gone, and names the models", async () => {
    const project = await builtTwice();
    const [{ physical = "" } = {}] = await project.rawRows(
      "select physical from _sluice.model_versions where model = 'shop.orders' order by built_at limit 1",
    );
    await project.execute(`drop table _sluice."${physical as string}"`);
    const error = await failure(rollback(project));
    expect(error.code).toBe("STATE.ROLLBACK_IMPOSSIBLE");
    // The view of totals is there still, and could not be read.
    expect(error.message).toContain("`shop.orders`, `shop.totals`");
    expect((await promotions(project))[1]?.gone).toEqual(["shop.orders", "shop.totals"]);
    expect(await project.rawRows("select v from shop.orders")).toEqual([{ v: 2 }]);
    expect(await promotions(project)).toHaveLength(2);
  });

  it("never replaces a relation that somebody made in the place of a removed view", async () => {
    const project = await builtTwice();
    project.remove("models/shop/late.sql");
    await project.build();
    await project.execute("create view shop.late as select 'mine' as v");
    expect((await failure(rollback(project))).code).toBe("STATE.FOREIGN_RELATION");
    await project.execute("drop view shop.late; create table shop.late as select 'mine' as v");
    expect((await failure(rollback(project))).code).toBe("STATE.FOREIGN_RELATION");
    expect(await project.rawRows("select v from shop.late")).toEqual([{ v: "mine" }]);
  });

  it("of one environment leaves the others", async () => {
    const project = await builtTwice();
    await project.build({}, { environment: "dev" });
    project.write({ "models/shop/orders.sql": table("select 3 as v") });
    await project.build({}, { environment: "dev" });
    await rollback(project, undefined, "dev");
    expect(await project.rawRows("select v from shop__dev.orders")).toEqual([{ v: 2 }]);
    expect(await project.rawRows("select v from shop.orders")).toEqual([{ v: 2 }]);
    const [latest] = await promotions(project);
    expect(latest?.published).toEqual(["shop.late", "shop.orders", "shop.totals"]);
  });

  it("has nowhere to go after the first promotion, and knows no other environment", async () => {
    const project = testProject(files);
    expect((await failure(rollback(project))).code).toBe("STATE.UNKNOWN_ENVIRONMENT");
    await project.build();
    expect((await failure(rollback(project))).code).toBe("STATE.ROLLBACK_IMPOSSIBLE");
    const unknown = await failure(rollback(project, undefined, "dve"));
    expect(unknown).toMatchObject({ code: "STATE.UNKNOWN_ENVIRONMENT" });
  });

  it("does not need the files of the project to be right", async () => {
    const project = await builtTwice();
    project.write({ "models/shop/orders.sql": "selec nonsense from nowhere" });
    await rollback(project);
    expect(await project.rawRows("select v from shop.orders")).toEqual([{ v: 1 }]);
  });

  it("is told in the history and renews the copy that readers have", async () => {
    const project = testProject(files, {
      targets: { dev: duckdb({ path: "shop.duckdb", publish: { copy: "copy.duckdb" } }) },
    });
    await project.build();
    project.write(edits.second);
    await project.build();
    await rollback(project);
    expect(existsSync(path.join(project.dir, "copy.duckdb"))).toBe(true);
    const rows = await project.raw(async (runner) => {
      const found: unknown[] = [];
      for await (const row of runner.query("select v from shop.orders")) found.push(row);
      return found;
    }, "copy.duckdb");
    expect(rows).toEqual([{ v: 1 }]);
    const [run] = await project.with((workspace) => workspace.history());
    expect(run).toMatchObject({ command: "rollback", status: "succeeded", environment: "prod" });
  });
});

describe("kept tables", () => {
  it("that hold rows written since are named: a rollback moves views, not rows", async () => {
    const days = (count: number) =>
      Array.from({ length: count }, (_, i) => `${String(i)},2024-01-0${String(i + 1)} 00:00:00`);
    const csv = (count: number) => ({
      "data/events.csv": ["id,happened", ...days(count)].join("\n"),
    });
    const project = testProject({
      ...files,
      ...csv(1),
      "models/raw/events.source.yaml":
        "file: data/events.csv\ncolumns:\n  id: { type: integer }\n  happened: { type: timestamp }\n",
      "models/shop/events.sql":
        "/* model\nkind: { type: append, time: happened }\n*/\nselect id, happened from raw.events where happened > $since",
    });
    await project.build();
    project.write({ "models/shop/orders.sql": table("select 2 as v") });
    await project.build();
    expect((await rollback(project)).newer).toEqual([]);
    project.write(csv(3));
    await project.build();
    const [, , , first] = await promotions(project);
    const done = await rollback(project, String(first?.sequence));
    expect(done.newer).toMatchObject([{ model: "shop.events" }]);
    expect(await project.rawRows("select count(*)::int as n from shop.events")).toEqual([{ n: 3 }]);
  });
});
