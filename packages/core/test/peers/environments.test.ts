import { describe, expect, it } from "vitest";
import { z } from "zod";
import { collect, failure, testProject, type TestProject } from "../project.js";
import { warehouseContent } from "../safety/warehouse-content.js";

const at = (now: string, environment?: string) => ({ now, environment });
const events = (...rows: readonly string[]) => ({
  "models/raw/events.seed.yaml": "file: data/events.csv\n",
  "data/events.csv": ["id,ts,amount", ...rows, ""].join("\n"),
});
const three = ["1,2024-01-01 10:00:00,5", "2,2024-01-02 11:00:00,7", "3,2024-01-03 12:00:00,2"];
const filled = (grain: string, select: string, options = "") => `/* model
kind: { type: incremental_by_time, time: ts, grain: ${grain}, start: 2024-01-01${options} }
*/
select ${select} from raw.events where ts >= $start and ts < $end`;
const table = (sql: string) => `/* model\nkind: table\n*/\n${sql}`;
const files = {
  ...events(...three),
  "models/marts/daily.sql": filled("day", "id, ts, amount"),
  "models/marts/total.sql": table("select sum(amount)::int as total from marts.daily"),
};
const total = (project: TestProject) => project.value("select total from marts.total");

// Observed with SQLMesh: the table of such a model is never made, and the promotion fails at its view.
it("a model none of whose months is over does not stop what has work", async () => {
  const project = testProject({
    ...files,
    "models/marts/monthly.sql": filled("month", "id, ts"),
    "models/marts/months.sql": table("select count(*)::int as n from marts.monthly"),
  });
  const { summary } = await project.build({}, at("2024-01-03"));
  expect(summary).toMatchObject({ ok: true, published: true });
  expect(await total(project)).toBe(12);
  expect(await project.rows("select * from marts.monthly")).toEqual([]);
  expect(await project.rows("from marts.months")).toEqual([{ n: 0 }]);
  await project.build({}, at("2024-02-01"));
  expect(await project.rows("from marts.months")).toEqual([{ n: 3 }]);
});

// https://github.com/SQLMesh/sqlmesh/issues/5236
it("a window shorter than a day fills no table with nothing", async () => {
  const project = testProject(files);
  const window = { start: "2024-01-02T01:00:00Z", end: "2024-01-02T03:00:00Z" };
  const first = await project.build({ window }, at("2024-01-04"));
  expect(first.nodes["marts.daily"]).toMatchObject({ status: "built", rows: 1 });
  expect(await total(project)).toBe(7);
  await project.build({}, at("2024-01-04"));
  expect(await total(project)).toBe(14);
  project.write({
    "models/marts/total.sql": table("select sum(amount)::int + 100 as total from marts.daily"),
  });
  await project.build({ window }, at("2024-01-04"));
  expect(await total(project)).toBe(114);
});

// https://github.com/SQLMesh/sqlmesh/issues/5201
it("an environment that was left behind catches up with the time, and what reads it with it", async () => {
  const project = testProject(files);
  await project.build({}, at("2024-01-02"));
  project.write({ "models/marts/daily.sql": filled("day", "id, ts, amount * 10 as amount") });
  await project.build({}, at("2024-01-02", "dev"));
  await project.build({}, at("2024-01-04", "dev"));
  expect(await project.rawRows("select total from marts__dev.total")).toEqual([{ total: 140 }]);
  expect(await total(project)).toBe(5);
});

// Observed with SQLMesh: on engines that cannot clone, audits of previews of forward-only models do not block.
it("a check that refuses rows does so in every environment, also of a table that keeps its rows", async () => {
  const project = testProject(files);
  await project.build({}, at("2024-01-03"));
  project.write({
    "models/marts/daily.sql": filled(
      "day",
      "id, ts, -amount as amount",
      ", forward_only: true",
    ).replace("\n*/", "\nchecks: [{ expression: amount > 0 }]\n*/"),
  });
  const { nodes } = await project.build({}, at("2024-01-04", "dev"));
  expect(nodes["marts.daily"]).toMatchObject({
    status: "failed",
    error: { code: "RUN.CHECK_FAILED" },
  });
  expect(nodes["marts.total"]).toMatchObject({ status: "skipped" });
  expect(await total(project)).toBe(12);
  expect(await project.value("select min(amount)::int from marts.daily")).toBe(5);
});

describe("tables that environments share", () => {
  const restate = { start: "2024-01-02", end: "2024-01-03" };
  const daily = { restate, select: ["daily"] };
  const late = "4,2024-01-02 12:00:00,100";

  /** Production and a dev that shows its tables, since both read the same file; a row came late. */
  async function shared(...others: readonly string[]): Promise<TestProject> {
    const { "models/raw/events.seed.yaml": file, ...rest } = files;
    const project = testProject({ ...rest, "models/raw/events.source.yaml": file });
    for (const environment of [undefined, "dev", ...others])
      await project.build({}, at("2024-01-04", environment));
    project.write({ "data/events.csv": events(...three, late)["data/events.csv"] });
    return project;
  }

  it("are not those of an environment that reads a file of its own", async () => {
    const project = testProject(files);
    for (const environment of [undefined, "dev"])
      await project.build({}, at("2024-01-04", environment));
    project.write(events(...three, late));
    await project.build(daily, at("2024-01-04", "dev"));
    expect(await project.rawRows("select total from marts__dev.total")).toEqual([{ total: 114 }]);
    expect(await total(project)).toBe(14);
    expect(await project.value("select sum(amount)::int from marts.daily")).toBe(14);
  });

  // https://github.com/SQLMesh/sqlmesh/issues/4292
  it("are not changed by a restatement in one of them, unless all of them are meant", async () => {
    const project = await shared();
    const before = await warehouseContent(project);
    const refused = await failure(project.build(daily, at("2024-01-04", "dev")));
    expect(refused).toMatchObject({ code: "RUN.SHARED_RESTATEMENT" });
    expect(refused.message).toContain("marts.daily (prod)");
    expect(await warehouseContent(project)).toEqual(before);
    expect(await total(project)).toBe(14);

    const { nodes } = await project.build({ ...daily, shared: true }, at("2024-01-04", "dev"));
    expect(nodes["marts.daily"]).toMatchObject({ status: "built", reason: "restated" });
    expect(await project.rawRows("select total from marts__dev.total")).toEqual([{ total: 114 }]);
    expect(await project.value("select sum(amount)::int from marts.daily")).toBe(114);
  });

  it("are restated from production, and the plan names the environments that see it", async () => {
    const project = await shared("qa");
    const review = await project.with(
      async (workspace) => workspace.review(await workspace.plan(daily)),
      { ...at("2024-01-04"), readOnly: true },
    );
    const seen = review.nodes.filter(({ restatedFor }) => restatedFor.length > 0);
    expect(seen.map(({ name, restatedFor }) => [name, restatedFor])).toEqual([
      ["marts.daily", ["dev", "qa"]],
    ]);
    expect((await project.build(daily, at("2024-01-04"))).summary.ok).toBe(true);
    expect(await total(project)).toBe(114);
  });

  it("are restated in one environment alone once it has a version of its own", async () => {
    const project = testProject(files);
    await project.build({}, at("2024-01-04"));
    project.write({ "models/marts/daily.sql": filled("day", "id, ts, amount * 10 as amount") });
    await project.build({}, at("2024-01-04", "dev"));
    project.write(events(...three, "4,2024-01-02 12:00:00,100"));
    await project.build({ restate }, at("2024-01-04", "dev"));
    expect(await project.rawRows("select total from marts__dev.total")).toEqual([{ total: 1140 }]);
    expect(await total(project)).toBe(14);
  });
});

// https://github.com/SQLMesh/sqlmesh/issues/5954
it("a view that somebody else made over a model works after the model was built again", async () => {
  const project = testProject(files);
  await project.build({}, at("2024-01-04"));
  await project.execute("create schema bi; create view bi.report as select total from marts.total");
  project.write({
    "models/marts/total.sql": table(
      "select 'eur' as currency, max(amount)::bigint as total from marts.daily",
    ),
  });
  await project.build({}, at("2024-01-04"));
  expect(await project.rawRows("from bi.report")).toEqual([{ total: 7n }]);
  project.remove("models/marts/total.sql");
  await project.build({}, at("2024-01-04"));
  expect(
    await project.rawRows("select view_name as name from duckdb_views() where schema_name = 'bi'"),
  ).toEqual([{ name: "report" }]);
});

// Observed with SQLMesh: the plan of a forward-only edit says that nothing is done while a column is added.
it("a plan names the columns that a table of kept rows gets, in which those rows are null", async () => {
  const project = testProject(files);
  await project.build({}, at("2024-01-03"));
  project.write({
    "models/marts/daily.sql": filled(
      "day",
      "id, ts, amount, id * 2 as twice",
      ", forward_only: true",
    ),
  });
  const plan = await project.with((workspace) => workspace.plan(), at("2024-01-04"));
  const node = plan.nodes.find(({ name }) => name === "marts.daily");
  expect(node).toMatchObject({ action: "copy", copy: { added: ["twice"] } });
  await project.build({}, at("2024-01-04"));
  expect(await project.rows("select id, twice from marts.daily order by id")).toEqual([
    { id: 1n, twice: null },
    { id: 2n, twice: null },
    { id: 3n, twice: 6n },
  ]);
});

// https://github.com/dbt-labs/dbt-core/issues/3576
it("variables and names of an environment that a model does not use are no change of it", async () => {
  const project = testProject(files, { vars: z.object({ limit: z.number().default(10) }) });
  await project.build({}, at("2024-01-04"));
  const dev = await project.build({}, { ...at("2024-01-04", "dev"), vars: { limit: "20" } });
  expect(dev.built).toEqual([]);
});

// https://github.com/dbt-labs/dbt-core/issues/4957
it("a plan says which models are gone, and their views go with the promotion", async () => {
  const project = testProject(files);
  await project.build({}, at("2024-01-04"));
  project.remove("models/marts/total.sql");
  const plan = await project.with((workspace) => workspace.plan(), at("2024-01-04"));
  expect(plan.removed).toEqual(["marts.total"]);
  await project.build({}, at("2024-01-04"));
  const views = await project.raw((runner) =>
    collect(
      runner.query("select view_name as name from duckdb_views() where schema_name = 'marts'"),
    ),
  );
  expect(views).toEqual([{ name: "daily" }]);
});
