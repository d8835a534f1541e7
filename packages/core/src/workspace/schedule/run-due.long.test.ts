import { describe, expect, it } from "vitest";
import { failure, finish, testProject, type TestProject } from "../../../test/project.js";

const files = {
  "models/raw/events.seed.yaml": "file: data/events.csv\n",
  "data/events.csv": "id,ts\n1,2024-01-01 00:10:00\n2,2024-01-01 05:30:00\n3,2024-01-01 23:30:00\n",
  "models/staging/events.sql": "select id, ts from raw.events",
  "models/marts/hourly.sql": `/* model
kind: { type: incremental_by_time, time: ts, grain: hour, start: 2024-01-01 }
cron: "0 * * * *"
*/
select id, ts from staging.events where ts >= $start and ts < $end`,
  "models/marts/daily.sql": `/* model
kind: table
cron: "0 2 * * *"
*/
select count(*)::int as n from marts.hourly`,
  "models/marts/shown.sql": "select n from marts.daily",
  "models/marts/copy.sql": "/* model\nkind: table\n*/\nselect count(*)::int as n from marts.hourly",
};

/** What a call of the schedule runs, as a process would that is called at that time. */
async function call(project: TestProject, clock: string): Promise<readonly string[]> {
  const { rounds } = await project.with((workspace) => workspace.due(), { clock });
  const ran: string[] = [];
  for (const round of rounds) {
    const { built, summary } = await project.with((w) => finish(w.run(round)), { clock: round.at });
    expect(summary.ok).toBe(true);
    ran.push(...built);
  }
  return ran;
}

/** What became of the daily model in a call of the schedule. */
async function statusOfDaily(project: TestProject, clock: string): Promise<string> {
  const { rounds } = await project.with((workspace) => workspace.due(), { clock });
  const [round] = rounds;
  if (!round) return "not due";
  const { nodes } = await project.with((w) => finish(w.run(round)), { clock });
  return nodes["marts.daily"]?.status ?? "not run";
}

const apply = (project: TestProject, clock: string) => project.build({}, { clock });
const hour = (h: number, minute = 0) => new Date(Date.UTC(2024, 0, 1, h, minute)).toISOString();

describe("a schedule", () => {
  it("does over a day exactly what each cron says, and nothing when called again", async () => {
    const project = testProject(files);
    await apply(project, hour(0, 5));
    const ran: Record<string, readonly string[]> = {};
    for (let h = 0; h <= 24; h += 1) {
      ran[h] = await call(project, hour(h, 6));
      expect(await call(project, hour(h, 7))).toEqual([]);
    }
    expect(ran["0"]).toEqual([]);
    expect(ran["1"]).toEqual(["marts.hourly", "marts.copy"]);
    expect([...(ran["2"] ?? [])].sort()).toEqual([
      "marts.copy",
      "marts.daily",
      "marts.hourly",
      "marts.shown",
    ]);
    expect(ran["3"]).toEqual(["marts.hourly", "marts.copy"]);
    const daily = Object.values(ran).filter((names) => names.includes("marts.daily"));
    expect(daily).toHaveLength(1);
    const hourly = Object.values(ran).filter((names) => names.includes("marts.hourly"));
    expect(hourly).toHaveLength(24);
    expect(await project.rows("from marts.copy")).toEqual([{ n: 3 }]);
    expect(await project.rows("from marts.shown")).toEqual([{ n: 1 }]);
  }, 180_000);

  it.each(["view", "ephemeral"])(
    "checks what is due against models that are not: a %s",
    async (kind) => {
      const project = testProject({
        "models/raw/known.seed.yaml": "file: data/known.csv\n",
        "data/known.csv": "id\n1\n2\n",
        "models/raw/events.seed.yaml": "file: data/events.csv\n",
        "data/events.csv": "id\n1\n",
        "models/staging/known.sql": `/* model\nkind: ${kind}\n*/\nselect id from raw.known`,
        "models/marts/hourly.sql": `/* model
kind: table
cron: "0 * * * *"
checks:
  - relationships: { column: id, to: staging.known, field: id }
*/
select id from raw.events`,
      });
      const run = async (clock: string) => {
        const { rounds } = await project.with((workspace) => workspace.due(), { clock });
        const { nodes } = await project.with((w) => finish(w.run(rounds[0]!)), { clock });
        return nodes["marts.hourly"]?.checkResults.map(({ status }) => status);
      };
      await apply(project, hour(0, 30));
      project.write({ "data/events.csv": "id\n1\n2\n" });
      expect(await run(hour(1))).toEqual(["passed"]);
      project.write({ "data/events.csv": "id\n1\n3\n" });
      expect(await run(hour(2))).toEqual(["failed"]);
    },
  );

  it("takes new data of files in, and leaves what is not due as it is", async () => {
    const project = testProject(files);
    await apply(project, hour(2, 30));
    project.write({ "data/events.csv": `${files["data/events.csv"]}4,2024-01-01 02:45:00\n` });
    expect(await call(project, hour(3, 1))).toEqual([
      "raw.events",
      "staging.events",
      "marts.hourly",
      "marts.copy",
    ]);
    expect(
      await project.rows("select c.n as copied, s.n as daily from marts.copy c, marts.shown s"),
    ).toEqual([{ copied: 2, daily: 1 }]);
  });

  it("does not run an edit that nobody applied", async () => {
    const project = testProject(files);
    await apply(project, hour(0, 5));
    project.write({
      "models/marts/daily.sql": files["models/marts/daily.sql"].replace(
        "count(*)",
        "count(*) + 1000",
      ),
    });
    expect(await call(project, hour(2, 1))).not.toContain("marts.daily");
    expect(await project.rows("from marts.shown")).toEqual([{ n: 0 }]);
    const plan = await project.plan({}, { clock: hour(2, 1) });
    expect(plan).toMatchObject({ "marts.daily": "definition changed" });
  });

  it("does not run the edit of an ephemeral model that nobody applied", async () => {
    const ephemeral = (n: number) => ({
      "models/staging/one.sql": `/* model\nkind: ephemeral\n*/\nselect ${String(n)} as n`,
    });
    const project = testProject({
      ...ephemeral(1),
      "models/marts/daily.sql": `/* model\nkind: table\ncron: "0 2 * * *"\n*/\nselect n from staging.one`,
    });
    await apply(project, hour(0, 5));
    project.write(ephemeral(2));
    expect(await call(project, hour(2, 1))).toEqual([]);
    expect(await project.rows("from marts.daily")).toEqual([{ n: 1 }]);
  });

  it("tries again what failed, and makes up once for what was missed", async () => {
    const project = testProject({
      ...files,
      "models/marts/daily.sql": files["models/marts/daily.sql"].replace(
        'cron: "0 2',
        "checks: [{ expression: 'n < 2' }]\ncron: \"0 2",
      ),
    });
    await apply(project, hour(0, 5));
    const more = `${files["data/events.csv"]}4,2024-01-01 00:20:00\n`;
    project.write({ "data/events.csv": more });
    expect(await statusOfDaily(project, hour(4, 6))).toBe("failed");
    expect(await statusOfDaily(project, hour(4, 7))).toBe("failed");
    project.write({
      "models/marts/daily.sql": project.read("models/marts/daily.sql").replace("< 2", "< 9"),
    });
    expect(await statusOfDaily(project, hour(4, 8))).toBe("built");
    expect(await statusOfDaily(project, hour(4, 9))).toBe("not due");
  });

  it("asks for something to be applied first", async () => {
    const project = testProject(files);
    const error = await failure(project.with((workspace) => workspace.due()));
    expect(error).toMatchObject({ code: "STATE.NOT_BUILT" });
  });

  it("runs for every missed tick where that is asked for", async () => {
    const project = testProject({
      "models/marts/log.sql": `/* model
kind: append
cron: { expression: "0 * * * *", catch_up: all }
*/
select $now as at_time`,
    });
    await apply(project, hour(0, 5));
    await call(project, hour(3, 30));
    const times = await project.value(
      "select string_agg(strftime(at_time, '%H:%M'), ' ' order by at_time) from marts.log",
    );
    expect(times).toBe("00:05 01:00 02:00 03:30");
  });
});

it("a schedule with a given `--now` runs what a build with another one applied", async () => {
  const project = testProject({
    "models/marts/at.sql": '/* model\nkind: table\ncron: "0 * * * *"\n*/\nselect $now as built_for',
    "models/marts/twice.sql":
      '/* model\nkind: table\ncron: "0 * * * *"\n*/\nselect built_for, built_for as again from marts.at',
  });
  await project.build({}, { now: "2026-11-20T10:30:00Z" });
  for (const now of ["2026-11-20T11:00:00Z", "2026-11-21T11:00:00Z"]) {
    const { rounds } = await project.with((workspace) => workspace.due(), { now });
    const [round] = rounds;
    if (!round) throw new Error("nothing is due");
    const { built, events } = await project.with((w) => finish(w.run(round)), { now });
    expect(built).toEqual(["marts.at", "marts.twice"]);
    expect(events.filter(({ type }) => type === "warning")).toEqual([]);
    const found = await project.value("select max(again)::varchar from marts.twice");
    expect(String(found).slice(0, 16).replace(" ", "T")).toBe(now.slice(0, 16));
  }
  expect(await project.plan({}, { now: "2026-11-21T11:00:00Z" })).toEqual({});
});
