import { expect, it } from "vitest";
import { testProject, type TestProject } from "../../../test/project.js";

const at = (now: string, environment?: string) => ({ now, environment });
const csv = (...rows: readonly string[]) => ({
  "data/events.csv": ["id,ts,amount", ...rows, ""].join("\n"),
});
const model = (kind: string, sql: string) => `/* model\nkind: ${kind}\n*/\n${sql}`;
const first = ["1,2024-01-01 10:00:00,5", "2,2024-01-02 11:00:00,7"];
const more = [...first, "3,2024-01-03 12:00:00,2"];

/** Every kept kind, and what reads it: a view, and a table of that. */
const files = {
  "models/raw/events.seed.yaml": "file: data/events.csv\n",
  ...csv(...first),
  "models/marts/daily.sql": model(
    "{ type: incremental_by_time, time: ts, start: 2024-01-01 }",
    "select id, ts, amount from raw.events where ts >= $start and ts < $end",
  ),
  "models/marts/latest.sql": model(
    "{ type: incremental_by_key, key: id, updated_at: ts }",
    "select id, ts, amount from raw.events where ts > $since",
  ),
  "models/marts/log.sql": model("{ type: append, time: ts }", "select id, ts from raw.events"),
  "models/marts/history.sql": model(
    "{ type: snapshot, key: id }",
    "select id, amount from raw.events",
  ),
  "models/marts/shown.sql": "select * from marts.daily",
  "models/marts/total.sql": model(
    "table",
    `select (select count(*) from marts.shown) as daily, (select count(*) from marts.latest) as latest,
      (select count(*) from marts.log) as log, (select count(*) from marts.history) as history`,
  ),
};
const kept = ["daily", "latest", "log", "history"];

/** Rows of each kept table as readers of an environment see them, by name, and those that a table counted. */
async function counts(project: TestProject, suffix = "") {
  const each = kept.map((name) => `(select count(*)::int from marts${suffix}.${name}) as ${name}`);
  const [seen] = await project.rawRows(`select ${each.join(", ")}`);
  const [counted] = await project.rawRows(
    `select ${kept.map((name) => `${name}::int as ${name}`).join(", ")} from marts${suffix}.total`,
  );
  return { seen, counted };
}

const all = (n: number) => {
  const each = Object.fromEntries(kept.map((name) => [name, n]));
  return { seen: each, counted: each };
};

/** Production has two events, `dev` reads a file of three. */
async function apart(): Promise<TestProject> {
  const project = testProject(files);
  await project.build({}, at("2024-01-03"));
  project.write(csv(...more));
  const { summary } = await project.build({}, at("2024-01-04", "dev"));
  expect(summary.ok).toBe(true);
  return project;
}

it("new data of a file in one environment is not seen in production", async () => {
  const project = await apart();
  expect(await counts(project, "__dev")).toEqual(all(3));
  expect(await counts(project)).toEqual(all(2));
});

it("production goes on with its own tables, and neither builds what the other has changed", async () => {
  const project = await apart();
  const both = async (now: string) => {
    project.write(csv(...first));
    const production = await project.plan({}, at(now));
    await project.build({}, at(now));
    project.write(csv(...more));
    const dev = await project.plan({}, at(now, "dev"));
    await project.build({}, at(now, "dev"));
    return { production, dev };
  };
  const plans = await both("2024-01-04T01:00:00Z");
  // The day that is over now is all that is missing, of what reads it too.
  expect(Object.keys(plans.production).filter((name) => name !== "marts.total")).toEqual([
    "marts.daily",
  ]);
  expect(plans.dev).toEqual({});
  expect(await counts(project)).toEqual(all(2));
  expect(await counts(project, "__dev")).toEqual(all(3));
  expect(await both("2024-01-04T02:00:00Z")).toEqual({ production: {}, dev: {} });
});

it("what an environment has made of it is promoted without a copy", async () => {
  const project = await apart();
  const physical = (environment: string) =>
    project.rawRows(
      `select model, physical from _sluice.environments where environment = '${environment}' order by 1`,
    );
  expect(await project.plan({}, at("2024-01-04"))).toEqual({});
  await project.build({}, at("2024-01-04"));
  expect(await counts(project)).toEqual(all(3));
  expect(await physical("prod")).toEqual(await physical("dev"));
});

it("production, which has moved on by itself, keeps its own table; the environment joins it", async () => {
  const project = await apart();
  const other = [...first, "4,2024-01-03 15:00:00,9"];
  project.write(csv(...other));
  await project.build({}, at("2024-01-04T01:00:00Z"));
  const ids = (suffix = "") =>
    project.rawRows(`select string_agg(id, ',' order by id) as ids from marts${suffix}.latest`);
  expect(await ids()).toEqual([{ ids: "1,2,4" }]);
  expect(await ids("__dev")).toEqual([{ ids: "1,2,3" }]);
  await project.build({}, at("2024-01-04T01:00:00Z", "dev"));
  expect(await ids("__dev")).toEqual([{ ids: "1,2,4" }]);
  expect(await ids()).toEqual([{ ids: "1,2,4" }]);
});

it("environments that read what production reads share its tables, and fill them", async () => {
  const project = testProject(files);
  await project.build({}, at("2024-01-03"));
  await project.build({}, at("2024-01-04", "dev"));
  const [row] = await project.rawRows(
    "select count(distinct physical)::int as n from _sluice.environments where model = 'marts.daily'",
  );
  expect(row).toEqual({ n: 1 });
});

it("an edit that changes nothing of what a table reads is no reason for a copy", async () => {
  const base = (more: string) => ({
    "models/stg/base.sql": `select id, ts, amount${more} from raw.events`,
  });
  const reading = Object.entries<string>(files).map(([name, text]): [string, string] => [
    name,
    name.startsWith("models/marts/") ? text.replaceAll("raw.events", "stg.base") : text,
  ]);
  const project = testProject({
    ...Object.fromEntries<string>(reading),
    ...base(""),
  });
  await project.build({}, at("2024-01-03"));
  project.write(base(", amount * 2 as twice"));
  await project.build({}, at("2024-01-04", "dev"));
  const [tables] = await project.rawRows(
    "select count(distinct physical)::int as n from _sluice.environments where model in ('marts.daily', 'marts.latest', 'marts.log', 'marts.history')",
  );
  expect(tables).toEqual({ n: 4 });
  expect(await counts(project, "__dev")).toEqual(all(2));
});
