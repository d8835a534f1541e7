import { describe, expect, it } from "vitest";
import { finish, testProject, type TestProject } from "../../test/project.js";
import type { BuildOptions } from "../session/options.js";

const at = (clock: string, environment?: string) => ({ clock, environment });
const filled = (options: string, from: string, header = "") =>
  `/* model\nkind: { type: incremental_by_time, time: ts, ${options} }${header}\n*/\nselect ts, id from ${from} where ts >= $start and ts < $end`;
const events = {
  "models/raw/events.source.yaml":
    "file: data/events.csv\ncolumns: { id: { type: int }, ts: { type: timestamp } }\n",
  "data/events.csv": [
    "id,ts",
    ...Array.from(
      { length: 31 },
      (_, i) => `${String(i + 1)},2024-01-${String(i + 1).padStart(2, "0")} 12:00:00`,
    ),
    "",
  ].join("\n"),
};
const base = (start: string, options = "grain: day") => ({
  "models/stg/base.sql": filled(`${options}, start: ${start}`, "raw.events"),
});
const files = {
  ...events,
  ...base("2024-01-05"),
  "models/stg/middle.sql": "select * from stg.base",
  "models/marts/daily.sql": filled("grain: day, start: 2024-01-01", "stg.middle"),
  "models/marts/weekly.sql": filled("grain: week, start: 2024-01-01", "marts.daily"),
};
const ids = (project: TestProject, model: string) =>
  project.value(`select string_agg(id::varchar, ' ' order by id) from ${model}`);

describe("time that a table is filled with later than those that read it", () => {
  it("is computed again in its readers, through views and across grains, and then no more", async () => {
    const project = testProject(files);
    await project.build({}, at("2024-01-09"));
    expect(await ids(project, "marts.daily")).toBe("5 6 7 8");
    project.write(base("2024-01-02"));
    expect(await project.plan({}, at("2024-01-09"))).toEqual({
      "stg.base": "intervals missing",
      "marts.daily": "parent changed",
      "marts.weekly": "parent changed",
    });
    await project.build({}, at("2024-01-09"));
    expect(await ids(project, "marts.daily")).toBe("2 3 4 5 6 7 8");
    expect(await ids(project, "marts.weekly")).toBe("2 3 4 5 6 7");
    expect(await project.plan({}, at("2024-01-09"))).toEqual({});
  });

  it("is left to readers that are no part of the build: they compute it with the next", async () => {
    const project = testProject(files);
    await project.build({}, at("2024-01-09"));
    project.write(base("2024-01-03"));
    const only: BuildOptions = { select: ["stg.base"] };
    await project.build(only, at("2024-01-09"));
    expect(await ids(project, "marts.daily")).toBe("5 6 7 8");
    expect(await project.plan({}, at("2024-01-09"))).toMatchObject({
      "marts.daily": "intervals missing",
    });
    const { nodes } = await project.build({}, at("2024-01-09"));
    expect(nodes["marts.daily"]?.rows).toBe(2);
    expect(await ids(project, "marts.weekly")).toBe("3 4 5 6 7");
    expect(await project.plan({}, at("2024-01-09"))).toEqual({});
  });

  it("is left to readers that are not due", async () => {
    const cron = (expression: string) => `\ncron: "${expression}"`;
    const daily = filled("grain: day, start: 2024-01-01", "stg.base", cron("0 6 * * *"));
    const project = testProject({
      ...events,
      "models/stg/base.sql": filled(
        "grain: week, start: 2024-01-01",
        "raw.events",
        cron("0 1 * * 1"),
      ),
      "models/marts/daily.sql": daily,
    });
    await project.build({}, at("2024-01-07T12:00:00Z"));
    const run = async (clock: string) => {
      const { rounds } = await project.with((workspace) => workspace.due(), at(clock));
      for (const round of rounds)
        await project.with((workspace) => finish(workspace.run(round)), at(round.at));
      return ids(project, "marts.daily");
    };
    expect(await run("2024-01-08T01:00:00Z")).toBe(null);
    expect(await run("2024-01-08T06:00:00Z")).toBe("1 2 3 4 5 6 7");
    expect(await run("2024-01-09T06:00:00Z")).toBe("1 2 3 4 5 6 7");
  });

  it("is the rest of a day where days of a place are computed from those of UTC", async () => {
    const project = testProject({
      ...events,
      "data/events.csv":
        "id,ts\n1,2024-01-05 12:00:00\n2,2024-01-06 12:00:00\n3,2024-01-06 03:00:00\n",
      ...base("2024-01-01"),
      "models/marts/local.sql": filled(
        "grain: day, time_zone: America/New_York, start: 2024-01-01",
        "stg.base",
      ),
    });
    // 5 January ends there five hours after it does in UTC, of which the table of UTC days has nothing yet.
    await project.build({}, at("2024-01-06T05:00:00Z"));
    expect(await ids(project, "marts.local")).toBe("1");
    await project.build({}, at("2024-01-07T00:00:00Z"));
    expect(await ids(project, "marts.local")).toBe("1 3");
    await project.build({}, at("2024-01-07T05:00:00Z"));
    expect(await ids(project, "marts.local")).toBe("1 2 3");
    expect(await project.plan({}, at("2024-01-07T05:00:00Z"))).toEqual({});
  });

  it("is no business of what another environment shows, where that reads something else", async () => {
    const cron = (expression: string) => `\ncron: "${expression}"`;
    const stg = (start: string) => ({
      "models/stg/base.sql": filled(`start: ${start}`, "raw.events", cron("0 1 * * *")),
    });
    const own = `${events["data/events.csv"]}99,2024-01-03 13:00:00\n`;
    const project = testProject({
      "models/raw/events.seed.yaml": "file: data/events.csv\n",
      "data/events.csv": events["data/events.csv"],
      ...stg("2024-01-05"),
      "models/marts/daily.sql": filled("start: 2024-01-01", "stg.base", cron("0 6 * * *")),
    });
    for (const environment of ["prod", "dev"])
      await project.build({}, at("2024-01-08T12:00:00Z", environment));
    project.write({ ...stg("2024-01-03"), "data/events.csv": own });
    const inDev = at("2024-01-09T01:00:00Z", "dev");
    const { rounds } = await project.with((workspace) => workspace.due(), inDev);
    for (const round of rounds) await project.with((w) => finish(w.run(round)), inDev);
    expect(await project.rawRows("select min(id)::int as id from stg__dev.base")).toEqual([
      { id: 3 },
    ]);
    project.write({ ...stg("2024-01-05"), "data/events.csv": events["data/events.csv"] });
    expect(await project.plan({}, at("2024-01-08T13:00:00Z"))).toEqual({});
  });

  it("is none where it was there before, and is computed again or built anew", async () => {
    const project = testProject({ ...files, ...base("2024-01-05", "grain: day, lookback: 2") });
    await project.build({}, at("2024-01-09"));
    const { nodes } = await project.build({}, at("2024-01-10"));
    expect(nodes["stg.base"]?.rows).toBe(3);
    expect(nodes["marts.daily"]?.rows).toBe(1);
    await project.build({ rebuild: true, select: ["stg.base"] }, at("2024-01-10"));
    expect(await project.plan({}, at("2024-01-10"))).toEqual({
      "stg.middle": "parent changed",
    });
  });
});
