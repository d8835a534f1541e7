import { expect, test } from "vitest";
import type { Documents } from "../../src/commands/documents.js";
import { eventsProject } from "../support/events-project.js";
import { hasPty, onTerminal } from "../support/pty.js";
import { main, makeProject, normal, type TestProject } from "../support/sluice.js";
import { screen } from "../support/terminal.js";

const now = ["--now", "2024-03-05"];
const range = ["--start", "2024-02-03", "--end", "2024-02-05"];

async function built(): Promise<TestProject> {
  const project = await makeProject(eventsProject);
  expect((await project.run(["build", ...now])).code).toBe(0);
  return project;
}

async function events(project: TestProject, model: string): Promise<string> {
  const shown = await project.run([
    "show",
    "--sql",
    `select sum(events) from ${model}`,
    "-f",
    "csv",
  ]);
  return shown.stdout.split("\r\n")[1] ?? "";
}

function byName({ nodes }: Pick<Documents["build"], "nodes">) {
  return Object.fromEntries(nodes.map((node) => [node.name, node]));
}

test("a restatement of days computes their month again, and what has no time", async () => {
  const project = await built();
  const [daily, monthly] = [
    await events(project, "marts.daily"),
    await events(project, "marts.monthly"),
  ];
  // The file loses all rows: what is computed again is empty, what is not keeps what it had.
  await project.write({ "seeds/events.csv": "id,ts,amount\n" });
  await project.run(["build", "raw.events", ...now]);
  const { code, document } = await project.json("restate", ["daily", ...range, "--yes", ...now]);
  expect(code).toBe(0);
  expect(byName(document.run ?? { nodes: [] })).toMatchObject({
    "marts.daily": { status: "built", reason: "restated", batches: { done: 1, of: 1 } },
    "marts.monthly": { status: "built", reason: "restated" },
    "marts.totals": { status: "built" },
  });
  const gone = Number(daily) - Number(await events(project, "marts.daily"));
  expect(gone).toBe(6);
  expect(Number(monthly) - Number(await events(project, "marts.monthly"))).toBe(6);
  expect(Number(await events(project, "marts.totals"))).toBe(Number(daily) - 6);
});

test("restate shows first: --dry-run, no terminal, and a no on one", async () => {
  const project = await built();
  const dry = await project.run(["restate", "daily", ...range, "--dry-run", ...now]);
  expect(dry.code).toBe(0);
  await expect(normal(dry.stdout)).toMatchFileSnapshot("__golden__/restate.txt");
  const nobody = await project.refused(["restate", "daily", ...range, ...now]);
  expect(nobody).toMatchObject({ code: 2, errors: [{ code: "CLI.USAGE" }] });
  if (!hasPty) return;
  const sluice = `exec "${process.execPath}" "${main}" restate daily ${range.join(" ")} ${now.join(" ")}`;
  const declined = await onTerminal(sluice, {
    cwd: project.dir,
    columns: 120,
    keys: [["Compute this again in prod?", "n"]],
  });
  expect(declined.code).toBe(3);
  expect(screen(declined.output, 120)).toContain("Nothing was done.");
  const { document } = await project.json("history");
  expect(document.runs.map((run) => run.command)).toEqual(["build"]);
});

test("restate of what prod shows too is refused in another environment, unless --shared is given", async () => {
  const project = await built();
  expect((await project.run(["build", "--env", "dev", ...now])).code).toBe(0);
  const before = await events(project, "marts.daily");
  const restate = ["restate", "daily", ...range, "--env", "dev", ...now];
  const planned = ["plan", "dev", "--restate", "daily", ...range, "--auto-apply", ...now];
  for (const args of [[...restate, "--yes"], [...restate, "--dry-run"], planned]) {
    const { code, errors } = await project.refused(args);
    expect({ code, errors }).toMatchObject({
      code: 2,
      errors: [{ code: "RUN.SHARED_RESTATEMENT" }],
    });
    expect(errors[0]?.message).toContain("marts.daily (prod), marts.monthly (prod)");
  }
  expect(await events(project, "marts.daily")).toBe(before);
  const { code, document } = await project.json("restate", [
    ...restate.slice(1),
    "--yes",
    "--shared",
  ]);
  expect(code).toBe(0);
  const daily = document.nodes.find(({ name }) => name === "marts.daily");
  expect(daily).toMatchObject({ restated_for: ["prod"], seen_by_production: true });
  expect(await events(project, "marts.daily")).toBe(before);
  const alone = await project.refused(["plan", "dev", "--shared", ...now]);
  expect(alone.errors).toMatchObject([{ code: "CLI.USAGE" }]);
});

test("restate from prod says which environments see it", async () => {
  const project = await built();
  expect((await project.run(["build", "--env", "dev", ...now])).code).toBe(0);
  const { code, stdout } = await project.run(["restate", "daily", ...range, "--yes", ...now]);
  expect(code).toBe(0);
  expect(stdout).toContain("dev shows this very table, and sees the change");
});

test("backfill computes a range that is missing, and only that", async () => {
  const project = await makeProject(eventsProject);
  const first = await project.json("backfill", [
    "+daily",
    "--start",
    "2024-02-01",
    "--end",
    "2024-02-11",
    ...now,
  ]);
  expect(first.document).toMatchObject({ command: "backfill", ok: true });
  expect(byName(first.document)["marts.daily"]).toMatchObject({ rows: 10 });
  const rest = await project.json("backfill", ["daily", ...now]);
  expect(byName(rest.document)["marts.daily"]).toMatchObject({ rows: 54, batches: { of: 4 } });
  const { document } = await project.json("history");
  expect(document.runs.map((run) => run.command)).toEqual(["backfill", "backfill"]);
});

test("builds in an environment: --env, its views, and the log", async () => {
  const project = await built();
  const dev = await project.run(["build", "--env", "dev", "--forward-only", ...now]);
  expect(dev).toMatchObject({ code: 0 });
  expect(dev.stderr).toContain("5 reused");
  expect(dev.stderr).toContain("Published to dev.");
  const shown = await project.run(["show", "totals", "--format", "csv", "--env", "dev"]);
  expect(shown.stdout).toBe("events\r\n192\r\n");
  const none = await project.refused(["show", "totals", "--env", "qa"]);
  expect(none.errors).toMatchObject([{ code: "STATE.UNKNOWN_ENVIRONMENT" }]);
  const completed = await project.run(["__complete", "bash", "--", "plan", ""]);
  expect(completed.stdout.split("\n")).toEqual(expect.arrayContaining(["dev", "prod"]));
});
