import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { edit, eventsProject } from "../support/events-project.js";
import { hasPty, onTerminal } from "../support/pty.js";
import { main, makeProject, normal, shop, type TestProject } from "../support/sluice.js";
import { screen } from "../support/terminal.js";

const now = ["--now", "2024-03-05"];
const later = ["--now", "2024-03-08"];
const everything = [
  "raw.events",
  "staging.stg_events",
  "marts.daily",
  "marts.monthly",
  "marts.totals",
];

async function built(): Promise<TestProject> {
  const project = await makeProject(eventsProject);
  expect((await project.run(["build", ...now])).code).toBe(0);
  return project;
}

/** Bytes of the warehouse, to see that nothing was written. */
function warehouse({ dir }: TestProject): Promise<Buffer> {
  return readFile(join(dir, "test.duckdb"));
}

async function value(project: TestProject, sql: string, args: readonly string[] = []) {
  const { stdout } = await project.run(["show", "--sql", sql, "--format", "csv", ...args]);
  return stdout.split("\r\n").slice(1, -1);
}

test("a plan on a pipe only prints: golden transcripts", async () => {
  const project = await makeProject(eventsProject);
  const first = await project.run(["plan", ...now]);
  expect(first.code).toBe(0);
  await expect(normal(first.stdout)).toMatchFileSnapshot("__golden__/plan-first.txt");
  await project.run(["build", ...now]);
  const before = await warehouse(project);
  const idle = await project.run(["plan", ...now]);
  expect(idle).toMatchObject({
    code: 0,
    stdout:
      "Plan for environment prod on target dev\n\nNothing to do: prod shows what the project says.\n",
    stderr: "",
  });
  expect((await warehouse(project)).equals(before)).toBe(true);
});

test("what an edit does in a new environment: golden transcript and document", async () => {
  const project = await built();
  const before = await warehouse(project);
  await project.write(edit);
  const edited = await project.run(["plan", "dev", "--explain", ...now]);
  await expect(normal(edited.stdout)).toMatchFileSnapshot("__golden__/plan-edited.txt");
  const json = await project.json("plan", ["--env", "dev", ...now]);
  await expect(normal(json.stdout)).toMatchFileSnapshot("__golden__/plan.json");
  expect((await warehouse(project)).equals(before)).toBe(true);
});

test("an environment made from prod copies nothing and shows everything", async () => {
  const project = await built();
  const tables = "select count(*) as n from duckdb_tables() where schema_name = '_sluice'";
  const before = await value(project, tables);
  const { document } = await project.json("plan", ["dev", ...now, "--auto-apply"]);
  expect(await value(project, tables)).toEqual(before);
  expect(document).toMatchObject({
    environment: "dev",
    new_environment: true,
    summary: { build: 0, promote: 5, reuse: 0, remove: 0 },
    run: { published: true, environment: "dev", summary: { built: 0, reused: 5 } },
  });
  expect(document.nodes.map(({ name }) => name).sort()).toEqual([...everything].sort());
  expect(await value(project, "select count(*) from marts.daily", ["--env", "dev"])).toEqual([
    "64",
  ]);
  const again = await project.json("plan", ["dev", ...now]);
  expect(again.document).toMatchObject({ idle: true, new_environment: false, run: null });
});

test("a saved plan is applied as it was reviewed, in its environment and at its time", async () => {
  const project = await makeProject({
    ...shop,
    "models/marts/clock.sql": "select $now as moment, count(*) as n from marts.customers\n",
  });
  const saved = await project.json("plan", ["dev", "--output", "out/plan.json"]);
  expect(saved.document).toMatchObject({ file: "out/plan.json", run: null, new_environment: true });
  const applied = await project.json("apply", ["out/plan.json"]);
  expect(applied.code).toBe(0);
  expect(applied.document).toMatchObject({ environment: "dev", published: true });
  const at = await value(project, "select epoch_ms(moment) from marts.clock", ["--env", "dev"]);
  expect(at).toEqual([String(Date.parse(saved.document.now))]);
});

test("a saved plan is refused after the state has moved", async () => {
  const project = await makeProject();
  await project.run(["plan", "dev", "--output", "plan.json"]);
  await project.run(["build"]);
  const before = await warehouse(project);
  const moved = await project.refused(["apply", "plan.json"]);
  expect(moved).toMatchObject({ code: 2, command: "apply", errors: [{ code: "STATE.MOVED" }] });
  expect((await warehouse(project)).equals(before)).toBe(true);
});

test("a saved plan is refused when the project has changed, or when there is none", async () => {
  const project = await makeProject();
  await project.run(["plan", "--output", "plan.json"]);
  await project.write({
    "models/marts/totals.sql": "select 1 as customers from marts.customers\n",
  });
  const stale = await project.refused(["apply", "plan.json"]);
  expect(stale).toMatchObject({ code: 2, errors: [{ code: "RUN.PLAN_STALE" }] });
  const none = await project.refused(["apply", "missing.json"]);
  expect(none.errors).toMatchObject([{ code: "CLI.USAGE" }]);
});

test("a plan is made beside another process that reads", async () => {
  const project = await built();
  await project.write(edit);
  const reader = project.start([
    "show",
    "--sql",
    "select count(*) from range(100000000000) t(i) where hash(i) = 1",
  ]);
  try {
    const during = await project.json("plan", ["dev", ...now]);
    expect(during.code).toBe(0);
    expect(during.document.summary.build).toBe(4);
    expect(reader.process.exitCode).toBeNull();
    const writer = await project.refused(["plan", "dev", "--auto-apply", ...now]);
    expect(writer.errors).toMatchObject([{ code: "ADAPTER.LOCKED" }]);
  } finally {
    reader.process.kill("SIGKILL");
    await reader.done;
  }
});

test.skipIf(!hasPty)("a plan on a terminal asks; no writes nothing, yes applies", async () => {
  const project = await built();
  await project.write(edit);
  const before = await warehouse(project);
  const sluice = `exec "${process.execPath}" "${main}" plan dev --now 2024-03-05`;
  const ask = (columns: number, key: string) =>
    onTerminal(sluice, { cwd: project.dir, columns, keys: [["Apply to dev?", key]] });
  const no = await ask(80, "n");
  expect(no.code).toBe(3);
  const shown = normal(screen(no.output, 80));
  await expect(shown).toMatchFileSnapshot("__golden__/terminal-plan.txt");
  for (const line of shown.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  expect((await warehouse(project)).equals(before)).toBe(true);
  const yes = await ask(120, "y");
  expect(yes.code).toBe(0);
  await expect(normal(screen(yes.output, 120))).toMatchFileSnapshot(
    "__golden__/terminal-plan-apply.txt",
  );
  const idle = await onTerminal(sluice, { cwd: project.dir });
  expect(idle.code).toBe(0);
  expect(idle.output).not.toContain("Apply");
});

test("a plan of restated time shows what is computed again in every grain", async () => {
  const project = await built();
  const range = ["--start", "2024-02-03", "--end", "2024-02-05"];
  const { document } = await project.json("plan", ["--restate", "daily", ...range, ...now]);
  const month = { start: "2024-02-01T00:00:00.000Z", end: "2024-03-01T00:00:00.000Z" };
  expect(document.nodes.find(({ name }) => name === "marts.monthly")?.update).toMatchObject({
    restated: [month],
  });
});

test("days of a zone are shown and counted as its own", async () => {
  const project = await makeProject({
    ...eventsProject,
    "models/marts/berlin.sql": `/* model
kind: { type: incremental_by_time, time: day, time_zone: Europe/Berlin, start: 2024-03-29 }
*/
select timezone('Europe/Berlin', timezone('UTC', ts))::date as day, count(*) as events
from staging.stg_events
where day >= $start and day < $end
group by all
`,
  });
  const at = ["--now", "2024-04-02T12:00:00Z"];
  const plan = await project.run(["plan", "--select", "berlin", ...at]);
  expect(plan.stdout).toContain("4 days");
  expect(plan.stdout).toContain("2024-03-29 until 2024-04-02 (Europe/Berlin)");
  const window = ["--start", "2024-03-31", "--end", "2024-04-01"];
  const { document } = await project.json("plan", ["--select", "berlin", ...window, ...at]);
  expect(document.nodes.find(({ name }) => name === "marts.berlin")?.update).toMatchObject({
    grain: "day",
    grains: 1,
    time_zone: "Europe/Berlin",
    intervals: [{ start: "2024-03-30T23:00:00.000Z", end: "2024-03-31T22:00:00.000Z" }],
  });
});

test.each([
  [["plan", "dev", "--env", "prod"]],
  [["plan", "--restate", "totals", "--select", "totals"]],
  [["plan", "--env", "No"]],
  [["plan", "--start", "yesterday"]],
  [["restate", "totals", "--start", "2024-03-01", "--end", "2024-03-01", "--yes"]],
])("%j is refused", async (args) => {
  const project = await makeProject();
  expect(await project.refused(args)).toMatchObject({ code: 2, errors: [{ code: "CLI.USAGE" }] });
});

test("a window computes its part, the rest is left for later", async () => {
  const project = await built();
  const window = ["--start", "2024-03-06", "--end", "2024-03-07"];
  const { document } = await project.json("plan", ["--select", "daily", ...window, ...later]);
  const daily = document.nodes.find(({ name }) => name === "marts.daily");
  expect(daily).toMatchObject({
    reason: "intervals missing",
    estimated_rows: 1,
    update: {
      intervals: [{ start: "2024-03-06T00:00:00.000Z", end: "2024-03-07T00:00:00.000Z" }],
      partial: true,
    },
  });
});
