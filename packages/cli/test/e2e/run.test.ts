import { expect, test } from "vitest";
import { config, makeProject, normal, type TestProject } from "../support/sluice.js";

const files = {
  "sluice.config.ts": config,
  "models/marts/hourly.sql": `/* model
kind: { type: incremental_by_time, time: ts, grain: hour, start: 2024-01-01 }
cron: "@hourly"
sla: 30m
*/
select range as ts
from range(timestamp '2024-01-01', timestamp '2024-01-03', interval 20 minute)
where range >= $start and range < $end
`,
  "models/marts/daily.sql": `/* model
cron: "0 2 * * *"
*/
select count(*)::int as n from hourly
`,
};

const at = (time: string) => ["--now", `2024-01-01T${time}:00Z`];

async function scheduled(): Promise<TestProject> {
  const project = await makeProject(files);
  const applied = await project.run(["plan", "prod", "--auto-apply", ...at("00:30")]);
  expect(applied.code).toBe(0);
  return project;
}

test("a run does what is due and nothing else: golden transcripts", async () => {
  const project = await scheduled();
  const idle = await project.run(["run", "prod", ...at("00:45")]);
  expect(idle).toMatchObject({ code: 0, stdout: "" });
  await expect(normal(idle.stderr)).toMatchFileSnapshot("__golden__/run-idle.txt");
  const dry = await project.run(["run", "prod", "--dry-run", ...at("03:05")]);
  await expect(normal(dry.stderr)).toMatchFileSnapshot("__golden__/run-dry.txt");
  const ran = await project.run(["run", "prod", ...at("03:05")]);
  expect(ran.code).toBe(0);
  await expect(normal(ran.stderr)).toMatchFileSnapshot("__golden__/run.txt");
  const again = await project.json("run", ["prod", ...at("03:06")]);
  expect(again.document).toMatchObject({ ok: true, due: [], runs: [], late: [] });
  const { stdout } = await project.run(["show", "daily", "--format", "csv"]);
  expect(stdout).toBe("n\r\n9\r\n");
});

test("a run is limited by a selection, and the rest stays due", async () => {
  const project = await scheduled();
  const some = await project.json("run", ["--env", "prod", "--select", "hourly", ...at("02:05")]);
  expect(some.document.due).toMatchObject([{ model: "marts.hourly", missed: 1 }]);
  const rest = await project.json("run", ["prod", ...at("02:06")]);
  expect(rest.document.due).toMatchObject([{ model: "marts.daily", missed: 0 }]);
});

test("a run in an environment that nobody applied, or of two, cannot be done", async () => {
  const project = await makeProject(files);
  const { errors, code } = await project.refused(["run", "dev"]);
  expect({ code, error: errors[0]?.code }).toEqual({ code: 2, error: "STATE.NOT_BUILT" });
  const two = await project.refused(["run", "dev", "--env", "prod"]);
  expect(two.errors[0]?.code).toBe("CLI.USAGE");
});

test("a schedule runs what is due and stops when it is told to", async () => {
  const project = await scheduled();
  const running = project.start(["schedule", "prod"]);
  await running.said("Published to prod");
  running.process.kill("SIGTERM");
  const ran = await running.done;
  expect(ran.code).toBe(143);
  expect(ran.stderr).toContain("The schedule has stopped, after 1 run.");
  const { document } = await project.json("history");
  expect(document.runs[0]).toMatchObject({ command: "run", status: "succeeded" });
});
