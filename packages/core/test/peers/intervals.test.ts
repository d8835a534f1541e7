import { describe, expect, it } from "vitest";
import { parseGrain } from "../../src/time/intervals/grain.js";
import { intervalSet, type IntervalSet } from "../../src/time/intervals/interval-set.js";
import { missingIntervals } from "../../src/time/intervals/plan-intervals.js";
import { testProject, type TestProject } from "../project.js";

const at = (now: string) => ({ now });
const events = (...rows: readonly string[]) => ({
  "models/raw/events.seed.yaml": "file: data/events.csv\nall_text: true\n",
  "data/events.csv": ["id,ts,amount", ...rows, ""].join("\n"),
});
const five = [1, 2, 3, 4, 5].map((n) => `${String(n)},2024-01-0${String(n)} 10:00:00,${String(n)}`);
const daily = (options = "", header = "") => ({
  "models/marts/daily.sql": `/* model
kind: { type: incremental_by_time, time: ts, start: 2024-01-01${options} }
${header}*/
select id, ts::timestamp as ts, amount::int as amount from raw.events
where ts::timestamp >= $start and ts::timestamp < $end`,
});
const ids = (project: TestProject) =>
  project.value("select string_agg(id, ' ' order by id) from marts.daily");
const intervals = (project: TestProject) =>
  project.rawRows("select start_at, end_at from _sluice.intervals order by 1");

describe("time whose computation fails", () => {
  // https://github.com/SQLMesh/sqlmesh/issues/5843 and https://github.com/SQLMesh/sqlmesh/pull/5285
  it("keeps its rows when it was restated, is known to be to do, and is done by the next run", async () => {
    const project = testProject({ ...events(...five), ...daily() });
    await project.build({}, at("2024-01-06"));
    project.write(events(...five, "6,2024-01-03 11:00:00,many"));
    const restate = { start: "2024-01-02", end: "2024-01-05" };
    const { nodes } = await project.build({ restate }, at("2024-01-06"));
    expect(nodes["marts.daily"]?.status).toBe("failed");
    expect(await ids(project)).toBe("1 2 3 4 5");
    expect(await intervals(project)).toEqual([
      { start_at: "2024-01-01 00:00:00", end_at: "2024-01-02 00:00:00" },
      { start_at: "2024-01-05 00:00:00", end_at: "2024-01-06 00:00:00" },
    ]);
    project.write(events(...five, "6,2024-01-03 11:00:00,6"));
    await project.build({}, at("2024-01-06"));
    expect(await ids(project)).toBe("1 2 3 4 5 6");
    expect(await project.plan({}, at("2024-01-06"))).toEqual({});
  });

  // https://github.com/SQLMesh/sqlmesh/issues/5843
  it("is as it was where it is looked back at, and is looked back at by the next run", async () => {
    const project = testProject({ ...events(...five.slice(0, 4)), ...daily(", lookback: 2") });
    await project.build({}, at("2024-01-05"));
    project.write(events(...five, "6,2024-01-04 11:00:00,many"));
    const { nodes } = await project.build({}, at("2024-01-06"));
    expect(nodes["marts.daily"]?.status).toBe("failed");
    expect(await ids(project)).toBe("1 2 3 4");
    project.write(events(...five, "6,2024-01-04 11:00:00,6"));
    await project.build({}, at("2024-01-06"));
    expect(await ids(project)).toBe("1 2 3 4 5 6");
  });

  // https://github.com/dbt-labs/dbt-core/issues/11423 and https://github.com/dbt-labs/dbt-core/issues/10800
  it("is computed by a run on a later day, with that day's own, and what was done is not done again", async () => {
    const project = testProject({
      ...events(...five.slice(0, 2), "3,2024-01-03 10:00:00,many", ...five.slice(3)),
      ...daily(", batch_size: 1"),
    });
    const failed = await project.build({}, at("2024-01-04"));
    expect(failed.nodes["marts.daily"]?.batches).toEqual({ done: 2, of: 3 });
    project.write(events(...five));
    const later = await project.build({}, at("2024-01-06"));
    expect(later.nodes["marts.daily"]?.batches).toEqual({ done: 3, of: 3 });
    expect(await ids(project)).toBe("1 2 3 4 5");
  });
});

// https://github.com/SQLMesh/sqlmesh/issues/3433
it.each([
  "ts::timestamp between $start and $end",
  "ts::timestamp::date between $start and $end",
  "ts::timestamp between $start::date and $end::date",
])("%s, computed day by day, loses no row and doubles none", async (filter) => {
  const hours = Array.from({ length: 28 }, (_, n) => {
    const day = String(1 + Math.floor(n / 4)).padStart(2, "0");
    return `${String(n)},2024-01-${day} ${["00:00:00", "00:00:01", "12:00:00", "23:59:59.999999"][n % 4] ?? ""},1`;
  });
  const project = testProject({
    ...events(...hours, "28,2024-01-08 00:00:00,1"),
    "models/marts/daily.sql": `/* model
kind: { type: incremental_by_time, time: ts, start: 2024-01-01, batch_size: 1 }
*/
select id, ts::timestamp as ts from raw.events where ${filter}`,
  });
  const held = "select count(*)::int as n, count(distinct id)::int as ids from marts.daily";
  await project.build({}, at("2024-01-08"));
  expect(await project.rows(held)).toEqual([{ n: 28, ids: 28 }]);
  await project.build({}, at("2024-01-09"));
  expect(await project.rows(held)).toEqual([{ n: 29, ids: 29 }]);
});

describe("a lookback", () => {
  const day = (n: number) => Date.UTC(2024, 0, n);
  const missing = (grain: string, lookback: number, done: IntervalSet, now: number) =>
    missingIntervals({ grain: parseGrain(grain), start: day(1), now, lookback }, done).map(
      ({ start, end }) => [new Date(start).getUTCDate(), new Date(end).getUTCDate()],
    );

  // Observed with SQLMesh: it takes the 3rd and 5th, and the last two days, which nothing asks for.
  it("of two days around one that is missing is the two days before it", () => {
    const done = intervalSet([
      { start: day(1), end: day(5) },
      { start: day(6), end: day(16) },
    ]);
    expect(missing("day", 2, done, day(16))).toEqual([[3, 6]]);
  });

  // Observed with SQLMesh: there is no cell of a week, so that it is a day.
  it("of a week is a week", () => {
    expect(missing("week", 1, intervalSet([{ start: day(1), end: day(15) }]), day(22))).toEqual([
      [8, 22],
    ]);
  });
});

// https://github.com/SQLMesh/sqlmesh/issues/3821 and https://github.com/SQLMesh/sqlmesh/issues/3792
it("a build computes the time so far, whatever the cron waits for", async () => {
  const project = testProject({
    ...events(...five),
    ...daily(", allow_partials: true", 'cron: "0 5 * * *"\n'),
  });
  await project.build({}, { clock: "2024-01-03T02:00:00Z" });
  expect(await ids(project)).toBe("1 2");
  await project.build({}, { clock: "2024-01-03T11:00:00Z" });
  expect(await ids(project)).toBe("1 2 3");
});

// Observed with SQLMesh: a run that failed its audit has the rows in the table of readers already.
it("rows that a check refuses are never seen, and are computed once the check is corrected", async () => {
  const project = testProject({
    ...events(...five),
    ...daily("", "checks: [{ expression: amount < 5 }]\n"),
  });
  await project.build({}, at("2024-01-05"));
  expect((await project.build({}, at("2024-01-06"))).summary.ok).toBe(false);
  expect(await ids(project)).toBe("1 2 3 4");
  project.write(daily("", "checks: [{ expression: amount < 6 }]\n"));
  const { nodes } = await project.build({}, at("2024-01-06"));
  expect(nodes["marts.daily"]).toMatchObject({ status: "built", rows: 1 });
  expect(await ids(project)).toBe("1 2 3 4 5");
});

// https://github.com/dbt-labs/dbt-core/issues/10899
it("an input may be read as far beyond the interval as the query says", async () => {
  const project = testProject({
    ...events(...five),
    "models/marts/steps.sql": `/* model
kind: { type: incremental_by_time, time: ts, start: 2024-01-01, batch_size: 1 }
*/
select ts::timestamp as ts, amount::int - lag(amount::int) over (order by ts::timestamp) as step
from raw.events where ts::timestamp >= $start - interval 1 day and ts::timestamp < $end`,
  });
  await project.build({}, at("2024-01-06"));
  expect(await project.value("select list(step order by ts)::text from marts.steps")).toBe(
    "[NULL, 1, 1, 1, 1]",
  );
});
