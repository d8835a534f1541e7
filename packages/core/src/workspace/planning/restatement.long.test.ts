import { describe, expect, it } from "vitest";
import { failure, testProject, type TestProject } from "../../../test/project.js";
import { updateOf } from "../../plan/planned-node.js";

const header = (kind: string, sql: string) => `/* model\nkind: ${kind}\n*/\n${sql}`;
const hourly = "{ type: incremental_by_time, time: ts, grain: hour, start: 2024-01-01 }";
const daily = "{ type: incremental_by_time, time: ts, grain: day, start: 2024-01-01 }";
const bounds = "where ts >= $start and ts < $end";
const files = {
  "data/src.csv":
    "id,ts\n1,2024-01-01 00:30:00\n2,2024-01-01 01:30:00\n3,2024-01-01 02:30:00\n4,2024-01-02 00:30:00\n",
  "models/m/src.source.yaml": "file: data/src.csv\n",
  "models/m/a.sql": header(hourly, `select id, ts from m.src ${bounds}`),
  "models/m/b.sql": header(daily, `select id, ts from m.a ${bounds}`),
  "models/m/keyed.sql": header(
    "{ type: incremental_by_key, key: id, updated_at: ts }",
    "select id, ts from m.a where ts >= $since",
  ),
  "models/m/total.sql": header("table", "select count(*)::int as n from m.b"),
};
const clock = "2024-01-03T00:00:00Z";
const at = { clock };
const hour = { start: "2024-01-01T01:00:00Z", end: "2024-01-01T02:00:00Z" };
const wide = {
  "models/m/b.sql": header(daily, `select id, ts, id * 10 as ten from m.a ${bounds}`),
};

const ids = (project: TestProject, model: string) =>
  project.value(`select string_agg(id, '' order by id) from ${model}`);
const inDev = { ...at, environment: "dev" };

/** Row 2 is gone at the source. */
function correct(project: TestProject): void {
  project.write({ "data/src.csv": files["data/src.csv"].replace("2,2024-01-01 01:30:00\n", "") });
}

const restate = (project: TestProject, select = "m.a", open: object = at) =>
  project.build({ select: [select], restate: hour }, open);

describe("a restatement", () => {
  it("computes its range and no other time that is missing", async () => {
    const project = testProject(files);
    await project.build({}, at);
    const later = { clock: "2024-01-05T06:00:00Z" };
    const asked = { select: ["m.a"], restate: hour };
    const { nodes } = await project.with((workspace) => workspace.plan(asked), later);
    const computed = nodes.flatMap((node) =>
      (updateOf(node)?.intervals ?? []).map(({ start, end }) => `${node.name} ${start} ${end}`),
    );
    expect(computed).toEqual([
      "m.a 2024-01-01T01:00:00.000Z 2024-01-01T02:00:00.000Z",
      "m.b 2024-01-01T00:00:00.000Z 2024-01-02T00:00:00.000Z",
    ]);
    await project.build(asked, later);
    const plan = await project.plan({}, later);
    expect(plan).toMatchObject({ "m.a": "intervals missing", "m.b": "intervals missing" });
  });

  it("computes no missing time of what it reads", async () => {
    const project = testProject(files);
    await project.build({}, at);
    const later = { clock: "2024-01-05T06:00:00Z" };
    const { built } = await project.build({ select: ["m.b"], restate: hour }, later);
    expect(built).toEqual(["m.b", "m.total"]);
  });

  it("takes the new content of a seed in", async () => {
    const project = testProject({ ...files, "models/m/src.seed.yaml": "file: data/src.csv\n" });
    project.remove("models/m/src.source.yaml");
    await project.build({}, at);
    correct(project);
    await restate(project);
    expect(await ids(project, "m.a")).toBe("134");
  });

  it.each<[string, Record<string, string>]>([
    [
      "of a table above",
      { "models/m/up.sql": header("table", "select id, ts from m.src where id > 1") },
    ],
    ["of an unrelated model", { "models/m/other.sql": "select 2 as id" }],
    ["of a new model", { "models/m/new.sql": "select * from m.b" }],
    [
      "of a reader",
      { "models/m/total.sql": header("table", "select count(*)::int + 5 as n from m.b") },
    ],
  ])("publishes no edit %s", async (_, edit) => {
    const project = testProject({
      ...files,
      "models/m/up.sql": header("table", "select id, ts from m.src where id > 0"),
      "models/m/a.sql": header(hourly, `select id, ts from m.up ${bounds}`),
      "models/m/other.sql": "select 1 as id",
    });
    await project.build({}, at);
    project.write(edit);
    const { built } = await restate(project);
    const own = Object.keys(edit).map((file) =>
      file.slice("models/".length, -".sql".length).replace("/", "."),
    );
    expect(built).not.toEqual(expect.arrayContaining(own));
    expect(built).toContain("m.a");
    expect(await ids(project, "m.a")).toBe("1234");
    expect(Object.keys(await project.plan({}, at))).toEqual(expect.arrayContaining(own));
  });

  it.each<[string, Record<string, string>]>([
    [
      "edited itself",
      { "models/m/a.sql": header(hourly, `select id + 0 as id, ts from m.src ${bounds}`) },
    ],
    [
      "made of an edited ephemeral",
      { "models/m/e.sql": header("ephemeral", "select id * 2 as id, ts from m.src") },
    ],
  ])("of a model that was %s is refused", async (_, edit) => {
    const project = testProject({
      ...files,
      "models/m/e.sql": header("ephemeral", "select id, ts from m.src"),
      ...(Object.keys(edit)[0] === "models/m/e.sql" && {
        "models/m/a.sql": header(hourly, `select id, ts from m.e ${bounds}`),
      }),
    });
    await project.build({}, at);
    project.write(edit);
    expect(await failure(restate(project))).toMatchObject({ code: "RUN.NOT_APPLIED" });
    expect(await ids(project, "m.a")).toBe("1234");
  });

  it("of a model that was edited without effect goes on", async () => {
    const project = testProject(files);
    await project.build({}, at);
    correct(project);
    project.write({
      "models/m/a.sql": header(hourly, `select (id) as id, ts from m.src ${bounds}`),
    });
    await restate(project);
    expect(await ids(project, "m.a")).toBe("134");
  });

  it("of a model that was never published is refused", async () => {
    const project = testProject(files);
    expect(await failure(restate(project))).toMatchObject({ code: "RUN.NOT_APPLIED" });
  });
});

describe("other versions of a restated model", () => {
  it("compute the range before a promotion publishes them", async () => {
    const project = testProject(files);
    await project.build({}, at);
    project.write(wide);
    await project.build({}, inDev);
    project.write({ "models/m/b.sql": files["models/m/b.sql"] });
    correct(project);
    await restate(project);
    project.write(wide);
    expect(await project.plan({}, at)).toMatchObject({ "m.b": "intervals missing" });
    await project.build({}, at);
    expect(await ids(project, "m.b")).toBe("134");
  });

  it("compute the range when an edit is taken back", async () => {
    const project = testProject(files);
    await project.build({}, at);
    const edited = {
      "models/m/a.sql": header(hourly, `select id, ts, 1 as one from m.src ${bounds}`),
    };
    project.write(edited);
    await project.build({}, at);
    correct(project);
    await restate(project);
    project.write({ "models/m/a.sql": files["models/m/a.sql"] });
    await project.build({}, at);
    expect(await ids(project, "m.a")).toBe("134");
    expect(await ids(project, "m.b")).toBe("134");
  });

  it("of a key are merged whole, and tables are built anew", async () => {
    const keyed = "{ type: incremental_by_key, key: id, updated_at: ts, deletes: missing }";
    const project = testProject({
      ...files,
      "models/m/keyed.sql": header(keyed, "select id, ts from m.a"),
    });
    await project.build({}, at);
    const first = ["models/m/keyed.sql", "models/m/total.sql"].map((file) => [
      file,
      project.read(file),
    ]);
    project.write({
      "models/m/keyed.sql": header(keyed, "select id, ts, 1 as one from m.a"),
      "models/m/total.sql": header("table", "select count(*)::int * 10 as n from m.b"),
    });
    await project.build({}, at);
    correct(project);
    await restate(project);
    project.write(Object.fromEntries(first) as Record<string, string>);
    await project.build({}, at);
    expect(await ids(project, "m.keyed")).toBe("134");
    expect(await project.value("select n from m.total")).toBe(3);
  });

  it("are named by a rollback that brings them back", async () => {
    const project = testProject(files);
    await project.build({}, at);
    project.write({
      "models/m/a.sql": header(hourly, `select id, ts, 1 as one from m.src ${bounds}`),
    });
    await project.build({}, at);
    const rollBack = () => project.with((workspace) => workspace.rollback("1"), at);
    expect((await rollBack()).behind).toEqual([]);
    await project.build({}, at);
    correct(project);
    await restate(project);
    const { behind } = await rollBack();
    expect(behind).toEqual([
      {
        model: "m.a",
        missing: [{ start: "2024-01-01T01:00:00.000Z", end: "2024-01-01T02:00:00.000Z" }],
      },
    ]);
  });

  it("that production publishes stay as they are when another environment restates its own", async () => {
    const project = testProject(files);
    await project.build({}, at);
    const edited = {
      "models/m/a.sql": header(hourly, `select id, ts, 1 as one from m.src ${bounds}`),
    };
    project.write(edited);
    await project.build({}, inDev);
    await restate(project, "m.a", inDev);
    project.write({ "models/m/a.sql": files["models/m/a.sql"] });
    expect(await project.plan({}, at)).toEqual({});
  });
});
