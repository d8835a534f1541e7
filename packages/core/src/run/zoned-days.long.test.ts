import { describe, expect, it } from "vitest";
import { testProject, type TestProject } from "../../test/project.js";
import { updateOf } from "../plan/planned-node.js";

const berlin = "Europe/Berlin";
const local = `timezone('${berlin}', ts)`;

/** An event every half hour, over both changes of the clocks of 2024; `ts` is a timestamptz. */
const events = {
  "models/raw/events.sql": `/* model
kind: table
*/
select range as ts, row_number() over (order by range)::int as id
from range(timestamptz '2024-03-25 00:00:00+00', timestamptz '2024-11-05 00:00:00+00', interval 30 minutes)`,
};

const header = (options: string) =>
  `/* model\nkind: { type: incremental_by_time, time_zone: ${berlin}, ${options} }\n*/\n`;

/** Days of Berlin three times over, by what the time column is, and the same by a plain group-by. */
const days = (start: string, options = "") => ({
  ...events,
  "models/marts/by_date.sql": `${header(`time: day, start: ${start}${options}`)}
select ${local}::date as day, count(*)::int as events, sum(id)::int as ids
from raw.events where ${local}::date >= $start and ${local}::date < $end group by all`,
  "models/marts/by_instant.sql": `${header(`time: ts, start: ${start}${options}`)}
select ts, id, $start::text || ' ' || $end::text as bounds
from raw.events where ts >= $start and ts < $end`,
  "models/marts/by_utc.sql": `${header(`time: ts, start: ${start}${options}`)}
select timezone('UTC', ts) as ts, id
from raw.events where timezone('UTC', ts) >= $start and timezone('UTC', ts) < $end`,
});

/** What a rebuilt table has of the days that are over: the query of a person who has no Sluice. */
function plain(from: string, now: string): string {
  return `select ${local}::date as day, count(*)::int as events, sum(id)::int as ids from raw.events
    where ${local} >= timestamp '${from}' and ${local}::date < timezone('${berlin}', timestamptz '${now}')::date
    group by all order by 1`;
}

const groups = (column: string) =>
  `select timezone('${berlin}', ${column})::date as day, count(*)::int as events, sum(id)::int as ids`;
const shown = {
  by_date: "select * from marts.by_date order by 1",
  by_instant: `${groups("ts")} from marts.by_instant group by all order by 1`,
  by_utc: `${groups("ts at time zone 'UTC'")} from marts.by_utc group by all order by 1`,
};

async function expectPlain(project: TestProject, from: string, now: string): Promise<void> {
  const expected = await project.rawRows(plain(from, now));
  for (const query of Object.values(shown)) expect(await project.rawRows(query)).toEqual(expected);
}

const intervals = (project: TestProject, model: string) =>
  project.rawRows(
    `select start_at, end_at from _sluice.intervals where physical like '%${model}%' order by 1`,
  );

describe("days of Berlin", () => {
  it.each([
    ["set forward", "2024-03-29", ["29T23", "30T23", "31T22"], "2024-04-02", 46],
    ["set back", "2024-10-25", ["25T22", "26T22", "27T23"], "2024-10-29", 50],
  ])(
    "are what a group-by on the local date gives, day by day, when clocks are %s",
    async (_, start, midnights, last, most) => {
      const project = testProject(days(start));
      const month = start.slice(0, 8);
      for (const midnight of midnights) {
        const over = `${month}${midnight}:00:00.000Z`;
        const before = new Date(Date.parse(over) - 1).toISOString();
        for (const clock of [before, over]) {
          const { summary } = await project.build({}, { clock });
          expect(summary.ok).toBe(true);
          await expectPlain(project, start, clock);
        }
      }
      await project.build({}, { clock: `${last}T12:00:00Z` });
      await expectPlain(project, start, `${last}T12:00:00Z`);
      const changed = `${month}${midnights.at(-1)?.slice(0, 2) ?? ""}`;
      expect(await project.value(`select events from marts.by_date where day = '${changed}'`)).toBe(
        most,
      );
      for (const model of Object.keys(shown))
        expect(await intervals(project, model)).toHaveLength(1);
      const again = await project.build({}, { clock: `${last}T21:00:00Z` });
      expect(again.built).toEqual([]);
    },
    120_000,
  );
});

/** The days before the clocks change, that day and the next two. */
const march = "2024-03-30";
const clock = "2024-04-02T12:00:00Z";

describe("days of a zone", () => {
  it("are batched and looked back by days, whatever they last", async () => {
    const project = testProject(days(march, ", batch_size: 1, lookback: 1"));
    const { nodes } = await project.build({}, { clock: "2024-04-01T12:00:00Z" });
    expect(nodes["marts.by_instant"]).toMatchObject({ rows: 48 + 46, batches: { of: 2 } });
    const next = await project.build({}, { clock });
    expect(next.nodes["marts.by_instant"]).toMatchObject({ rows: 46 + 48, batches: { of: 2 } });
    await expectPlain(project, march, clock);
    expect(
      await project.rawRows("select distinct bounds from marts.by_instant order by 1"),
    ).toEqual([
      { bounds: "2024-03-29 23:00:00+00 2024-03-30 23:00:00+00" },
      { bounds: "2024-03-30 23:00:00+00 2024-03-31 22:00:00+00" },
      { bounds: "2024-03-31 22:00:00+00 2024-04-01 22:00:00+00" },
    ]);
  });

  it("leave rows of other dates out, which a sloppy query gives", async () => {
    const sloppy = days(march);
    const project = testProject({
      ...sloppy,
      "models/marts/by_date.sql": sloppy["models/marts/by_date.sql"].replace(
        /where .*\n?\$end/,
        "",
      ),
      "models/marts/by_utc.sql": sloppy["models/marts/by_utc.sql"].replace(/where .*$/, ""),
    });
    await project.build({}, { clock });
    await expectPlain(project, march, clock);
  });

  it("that are not over are computed as far as they go, and again", async () => {
    const project = testProject(days(march, ", allow_partials: true"));
    await project.build({}, { clock: "2024-03-31T10:00:00Z" });
    // A date has no part: what the source has of it is taken.
    expect(await project.value("select events from marts.by_date where day = '2024-03-31'")).toBe(
      46,
    );
    expect(await project.value("select max(ts)::text from marts.by_utc")).toBe(
      "2024-03-31 09:30:00",
    );
    await project.build({}, { clock: "2024-03-31T22:00:00Z" });
    await expectPlain(project, march, "2024-03-31T22:00:00Z");
  });

  it("begin at the end of the gap where midnight is skipped, and are not where the date is", async () => {
    const hours = (zone: string, from: string, to: string) => ({
      "models/raw/hours.sql": `select range as ts from range(timestamp '${from}', timestamp '${to}', interval 1 hour)`,
      "models/marts/m.sql": `/* model
kind: { type: incremental_by_time, time: day, time_zone: ${zone}, start: ${from.slice(0, 10)}, batch_size: 1 }
*/
select timezone('${zone}', timezone('UTC', ts))::date as day, count(*)::int as hours
from raw.hours where day >= $start and day < $end group by all`,
    });
    const gap = testProject(hours("America/Sao_Paulo", "2017-10-14 03:00", "2017-10-17 02:00"));
    await gap.build({}, { clock: "2017-10-17T02:00:00Z" });
    const text = "select day::text as day, hours from marts.m order by 1";
    expect(await gap.rawRows(text)).toEqual([
      { day: "2017-10-14", hours: 24 },
      { day: "2017-10-15", hours: 23 },
      { day: "2017-10-16", hours: 24 },
    ]);
    const skip = testProject(hours("Pacific/Apia", "2011-12-29 10:00", "2012-01-01 10:00"));
    const { nodes } = await skip.build({}, { clock: "2011-12-31T10:00:00Z" });
    expect(nodes["marts.m"]).toMatchObject({ rows: 2, batches: { of: 2 } });
    expect(await skip.rawRows(text)).toEqual([
      { day: "2011-12-29", hours: 24 },
      { day: "2011-12-31", hours: 24 },
    ]);
  });
});

describe("dates that a person gives", () => {
  const hourly = {
    "models/marts/hourly.sql": `/* model
kind: { type: incremental_by_time, time: ts, grain: hour, start: 2024-03-29 }
*/
select ts, id from raw.events where ts >= $start and ts < $end`,
    "models/marts/berlin.sql": `${header("time: day, start: 2024-03-30")}
select ${local}::date as day, count(*)::int as events
from marts.hourly where ${local}::date >= $start and ${local}::date < $end group by all`,
  };

  it("are the model's own in `start` and `end`; times are instants", async () => {
    const project = testProject({
      ...events,
      "models/marts/by_date.sql": days(march, ", end: 2024-04-01")["models/marts/by_date.sql"],
      "models/marts/by_utc.sql": days("2024-03-30T23:00:00Z")["models/marts/by_utc.sql"],
    });
    await project.build({}, { clock });
    expect(await intervals(project, "by_date")).toEqual([
      { start_at: "2024-03-29 23:00:00", end_at: "2024-03-31 22:00:00" },
    ]);
    expect(await intervals(project, "by_utc")).toEqual([
      { start_at: "2024-03-30 23:00:00", end_at: "2024-04-01 22:00:00" },
    ]);
  });

  it("are the own of each model that a window is for", async () => {
    const project = testProject({ ...events, ...hourly });
    await project.build({ window: { start: "2024-03-31", end: "2024-04-01" } }, { clock });
    expect(await intervals(project, "hourly")).toEqual([
      { start_at: "2024-03-31 00:00:00", end_at: "2024-04-01 00:00:00" },
    ]);
    expect(await intervals(project, "berlin")).toEqual([
      { start_at: "2024-03-30 23:00:00", end_at: "2024-03-31 22:00:00" },
    ]);
  });

  it("restate the local day that holds an hour of what it reads", async () => {
    const project = testProject({ ...events, ...hourly });
    await project.build({}, { clock });
    const restate = { start: "2024-03-30T23:00:00Z", end: "2024-03-31T00:00:00Z" };
    const { nodes } = await project.build({ select: ["hourly"], restate }, { clock });
    expect(nodes["marts.hourly"]).toMatchObject({ reason: "restated", rows: 2 });
    expect(nodes["marts.berlin"]).toMatchObject({ reason: "restated", rows: 1 });
    const [planned] = await project.with(
      async (workspace) =>
        (await workspace.plan({ select: ["hourly"], restate })).nodes.filter(
          ({ name }) => name === "marts.berlin",
        ),
      { clock },
    );
    expect(planned && updateOf(planned)).toMatchObject({
      zone: berlin,
      grains: 1,
      restated: [{ start: "2024-03-30T23:00:00.000Z", end: "2024-03-31T22:00:00.000Z" }],
    });
    const expected = await project.rawRows(plain(march, clock));
    expect(await project.rawRows("from marts.berlin order by 1")).toEqual(
      expected.map(({ day, events: n }) => ({ day, events: n })),
    );
  });

  it("restate a date of the model named, and the days of UTC that it touches", async () => {
    const project = testProject({
      ...events,
      ...days(march),
      "models/marts/utc.sql": `/* model
kind: { type: incremental_by_time, time: ts, start: 2024-03-29 }
*/
select ts from marts.by_instant where ts >= $start and ts < $end`,
    });
    await project.build({}, { clock });
    const restate = { start: "2024-03-31", end: "2024-04-01" };
    const { nodes } = await project.build({ select: ["by_instant"], restate }, { clock });
    expect(nodes["marts.by_instant"]).toMatchObject({ reason: "restated", rows: 46 });
    expect(nodes["marts.utc"]).toMatchObject({ reason: "restated", rows: 2 * 48 });
  });
});

describe("the zone of a model", () => {
  const model = (zone: string) => ({
    "models/raw/hours.sql":
      "select range as ts from range(timestamp '2024-01-01', timestamp '2024-02-01', interval 1 hour)",
    "models/marts/m.sql": `/* model
kind: { type: incremental_by_time, time: ts, start: 2024-01-10${zone} }
*/
select ts from raw.hours where ts >= $start and ts < $end`,
  });

  it("is part of what the table is; UTC is what it is without", async () => {
    const at = { clock: "2024-01-12T00:00:00Z" };
    const project = testProject(model(""));
    await project.build({}, at);
    project.write(model(", time_zone: UTC"));
    expect(await project.plan({}, at)).toEqual({});
    project.write(model(", time_zone: Asia/Tokyo"));
    expect(await project.plan({}, at)).toEqual({ "marts.m": "definition changed" });
    await project.build({}, at);
    expect(await project.value("select min(ts)::text from marts.m")).toBe("2024-01-09 15:00:00");
    project.write(model(", time_zone: asia/tokyo"));
    expect(await project.plan({}, at)).toEqual({});
  });
});
