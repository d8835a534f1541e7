import { expect, it } from "vitest";
import { finish, testProject, type FinishedBuild, type TestProject } from "../project.js";

/** Calls the schedule once, as a process would. */
async function call(project: TestProject, clock: string): Promise<readonly FinishedBuild[]> {
  const { rounds } = await project.with((workspace) => workspace.due(), { clock });
  const runs: FinishedBuild[] = [];
  for (const round of rounds)
    runs.push(await project.with((w) => finish(w.run(round)), { clock: round.at }));
  return runs;
}

const log = (cron: string) => ({
  "models/marts/log.sql": `/* model\nkind: append\ncron: ${cron}\n*/\nselect $now as at_time`,
});
const times = (project: TestProject) =>
  project.value(
    "select string_agg(strftime(at_time, '%H:%M'), ' ' order by at_time) from marts.log",
  );

// https://github.com/SQLMesh/sqlmesh/issues/5139
it("a model of every minute is built, planned and run like any other", async () => {
  const project = testProject({
    "models/marts/minutes.sql": `/* model
kind: { type: incremental_by_time, time: ts, grain: minute, start: 2024-01-01 }
cron: "* * * * *"
*/
select * from generate_series($start, $end - interval 1 minute, interval 1 minute) as t(ts)`,
  });
  await project.build({}, { clock: "2024-01-01T00:10:30Z" });
  for (const minute of ["11", "12", "12", "14"]) {
    const runs = await call(project, `2024-01-01T00:${minute}:05Z`);
    expect(runs.every(({ summary }) => summary.ok)).toBe(true);
  }
  expect(await project.value("select count(*)::int from marts.minutes")).toBe(14);
  expect(await project.plan({}, { clock: "2024-01-01T00:14:30Z" })).toEqual({});
});

// https://github.com/dagster-io/dagster/issues/13329 and https://github.com/dagster-io/dagster/issues/13597
it.each(["latest", "all"])(
  "a cron that is edited and applied asks for nothing of the past: catch-up %s",
  async (policy) => {
    const cron = (expression: string) =>
      log(`{ expression: "${expression}", catch_up: ${policy} }`);
    const project = testProject(cron("0 2 * * *"));
    await project.build({}, { clock: "2024-01-01T02:00:00Z" });
    project.write(cron("0,30 * * * *"));
    await project.build({}, { clock: "2024-01-01T05:10:00Z" });
    expect(await call(project, "2024-01-01T05:11:00Z")).toEqual([]);
    expect(await call(project, "2024-01-01T05:30:00Z")).toHaveLength(1);
    expect(await times(project)).toBe("02:00 05:30");
  },
);

it("a cron that is edited and not applied yet does not count: the schedule is that of before", async () => {
  const cron = (expression: string) => log(`{ expression: "${expression}", catch_up: all }`);
  const project = testProject(cron("0 2 * * *"));
  await project.build({}, { clock: "2024-01-01T02:00:00Z" });
  project.write(cron("0,30 * * * *"));
  expect(await call(project, "2024-01-01T05:10:00Z")).toEqual([]);
  expect(await call(project, "2024-01-02T02:10:00Z")).toHaveLength(1);
  expect(await call(project, "2024-01-02T03:10:00Z")).toEqual([]);
  expect(await times(project)).toBe("02:00 02:10");
});

it("a cron that is taken away, or new, counts once that is applied", async () => {
  const without = { "models/marts/log.sql": "/* model\nkind: append\n*/\nselect $now as at_time" };
  const project = testProject(log("0 2 * * *"));
  await project.build({}, { clock: "2024-01-01T02:00:00Z" });
  project.write(without);
  expect(await call(project, "2024-01-02T02:00:00Z")).toHaveLength(1);
  await project.build({}, { clock: "2024-01-02T12:00:00Z" });
  expect(await call(project, "2024-01-03T02:00:00Z")).toEqual([]);
  project.write(log("0 2 * * *"));
  expect(await call(project, "2024-01-04T02:00:00Z")).toEqual([]);
  await project.build({}, { clock: "2024-01-04T12:00:00Z" });
  expect(await call(project, "2024-01-05T02:00:00Z")).toHaveLength(1);
});

// https://github.com/SQLMesh/sqlmesh/issues/3094
it("a model that is due does not run before, nor without, what it reads", async () => {
  const project = testProject({
    "models/raw/events.seed.yaml": "file: data/events.csv\n",
    "data/events.csv": "id,ts\n1,2024-01-01 00:10:00\n",
    "models/marts/hourly.sql": `/* model
kind: { type: incremental_by_time, time: ts, grain: hour, start: 2024-01-01 }
cron: "0 * * * *"
checks: [{ expression: id < 9 }]
*/
select id, ts from raw.events where ts >= $start and ts < $end`,
    "models/marts/report.sql":
      '/* model\nkind: table\ncron: "0 * * * *"\n*/\nselect count(*)::int as n from marts.hourly',
  });
  await project.build({}, { clock: "2024-01-01T01:05:00Z" });
  project.write({ "data/events.csv": "id,ts\n1,2024-01-01 00:10:00\n9,2024-01-01 01:10:00\n" });
  const [refused] = await call(project, "2024-01-01T02:00:00Z");
  expect(refused?.nodes).toMatchObject({
    "marts.hourly": { status: "failed" },
    "marts.report": { status: "skipped" },
  });
  project.write({ "data/events.csv": "id,ts\n1,2024-01-01 00:10:00\n2,2024-01-01 01:10:00\n" });
  const [mended] = await call(project, "2024-01-01T02:01:00Z");
  expect(mended?.built.filter((name) => name.startsWith("marts."))).toEqual([
    "marts.hourly",
    "marts.report",
  ]);
  expect(await project.rows("from marts.report")).toEqual([{ n: 2 }]);
});
