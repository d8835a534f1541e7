import { duckdb } from "@sluice/adapter-duckdb";
import { expect, test } from "vitest";
import { hasPty, onTerminal } from "../support/pty.js";
import { config, main, makeProject, normal, shop, type TestProject } from "../support/sluice.js";
import { Terminal } from "../support/terminal.js";

const day = 86_400_000;

/** Days from now, for `--now`. */
function inDays(days: number): string {
  return new Date(Date.now() + days * day).toISOString();
}

const expiring = config.replace(
  "targets:",
  `environments: { dev: { expires: "14d" } },\n  targets:`,
);

/** Three promotions of prod, and a dev that shows the last of them. */
async function promoted(): Promise<TestProject> {
  const project = await makeProject({ ...shop, "sluice.config.ts": expiring });
  expect(await project.run(["build"])).toMatchObject({ code: 0 });
  for (const least of [6, 11]) {
    const stale = (shop["models/staging/stg_orders.sql"] ?? "").replace("$least", String(least));
    await project.write({ "models/staging/stg_orders.sql": stale });
    expect(await project.run(["build"])).toMatchObject({ code: 0 });
  }
  expect(await project.run(["build", "--env", "dev"])).toMatchObject({ code: 0 });
  return project;
}

/** Without what differs from run to run; numbers of promotions count. */
function told(text: string): string {
  return normal(text)
    .replaceAll(/\d{4}-\d\d-\d\d(?: \d\d:\d\d)?(?!\d)/g, "<day>")
    .replaceAll(/(?<=\d)\s{2,}(?=<)/g, "  ");
}

async function onScreen(project: TestProject, args: string, columns: number): Promise<string> {
  const command = `exec "${process.execPath}" "${main}" ${args}`;
  const { code, output } = await onTerminal(command, { cwd: project.dir, columns });
  expect(code).toBe(0);
  const terminal = new Terminal(columns);
  terminal.write(output);
  for (const line of terminal.text().split("\n")) expect(line.length).toBeLessThanOrEqual(columns);
  return `$ sluice ${args}  # ${String(columns)} columns\n${told(terminal.text())}\n`;
}

async function piped(project: TestProject, args: string): Promise<string> {
  const ran = await project.run(args.split(" "));
  expect(ran.code).toBe(0);
  return `$ sluice ${args}  # pipe\n${told(ran.stdout + ran.stderr)}\n`;
}

test("rollback on a pipe, a terminal, and as a document", async () => {
  const project = await promoted();
  await expect(await piped(project, "rollback prod --list")).toMatchFileSnapshot(
    "__golden__/rollback-list.txt",
  );
  await expect(await piped(project, "rollback prod")).toMatchFileSnapshot(
    "__golden__/rollback.txt",
  );
  const { document } = await project.json("rollback", ["prod"]);
  expect(document).toMatchObject({
    ok: true,
    published: ["marts.customers", "marts.totals", "staging.stg_orders"],
  });
  const listed = await project.json("rollback", ["prod", "--list"]);
  expect(listed.document.promotions.map(({ current }) => current)).toEqual([
    true,
    false,
    false,
    false,
    false,
  ]);
  if (!hasPty) return;
  const screens = [
    await onScreen(project, "rollback prod --list", 80),
    await onScreen(project, "rollback prod --list", 120),
    await onScreen(project, "rollback prod", 80),
  ];
  await expect(screens.join("\n")).toMatchFileSnapshot("__golden__/terminal-rollback.txt");
});

test("rollback that is impossible says why, and ends with 2", async () => {
  const project = await makeProject();
  const none = await project.refused(["rollback", "prod"]);
  expect(none).toMatchObject({ code: 2, errors: [{ code: "STATE.UNKNOWN_ENVIRONMENT" }] });
  await project.run(["build"]);
  const first = await project.refused(["rollback", "prod"]);
  expect(first.errors).toMatchObject([{ code: "STATE.ROLLBACK_IMPOSSIBLE" }]);
});

test("clean shows what would go, removes exactly that, and then nothing", async () => {
  const project = await promoted();
  await expect(await piped(project, "clean --dry-run --keep 1")).toMatchFileSnapshot(
    "__golden__/clean-dry-run.txt",
  );
  const planned = await project.json("clean", ["--dry-run", "--keep", "1"]);
  expect(planned.document).toMatchObject({ ok: true, dry_run: true });
  const done = await project.json("clean", ["--keep", "1"]);
  expect(done.document.items).toEqual(planned.document.items);
  expect(done.document.items.length).toBeGreaterThan(3);
  expect(await piped(project, "clean --keep 1")).toContain("Nothing to remove.");
  expect((await project.run(["show", "totals"])).stdout).toContain("20.00");
  const removed = done.document.items.flatMap(({ relations }) => relations).length;
  const { runs } = (await project.json("history")).document;
  const cleaned = runs.filter(({ command }) => command === "clean");
  expect(cleaned.map(({ summary }) => summary?.removed)).toEqual([removed]);
  expect(await piped(project, "history")).toContain(`${String(removed)} removed`);
  if (!hasPty) return;
  const late = `clean --dry-run --keep 1 --now ${inDays(20)}`;
  const screens = [await onScreen(project, late, 80), await onScreen(project, late, 120)];
  await expect(
    told(screens.join("\n").replaceAll(late, "clean --dry-run --now <later>")),
  ).toMatchFileSnapshot("__golden__/terminal-clean.txt");
  expect((await project.run(["clean", "--keep", "0"])).code).toBe(2);
  expect((await project.run(["clean", "--older-than", "soon"])).code).toBe(2);
});

test("env lists environments and lets them expire", async () => {
  const project = await promoted();
  await expect(await piped(project, "env list")).toMatchFileSnapshot("__golden__/env-list.txt");
  expect((await project.run(["env"])).stdout).toBe((await project.run(["env", "list"])).stdout);
  const { document } = await project.json("env", ["list"]);
  expect(document.environments.map(({ name, models }) => [name, models])).toEqual([
    ["prod", 4],
    ["dev", 4],
  ]);
  const left = Date.parse(document.environments[1]?.expires_at ?? "") - Date.now();
  expect(left / day).toBeGreaterThan(13.9);
  expect(left / day).toBeLessThanOrEqual(14);
  expect(await piped(project, "env expire dev --in 7d")).toContain("dev expires on <day>");
  expect(await piped(project, "env expire dev --never")).toContain("dev never expires.");
  if (hasPty)
    await expect(await onScreen(project, "env list", 80)).toMatchFileSnapshot(
      "__golden__/terminal-env.txt",
    );
  await expect(await piped(project, "env expire dev")).toMatchFileSnapshot(
    "__golden__/env-expire.txt",
  );
  expect(await project.refused(["env", "expire", "dev"])).toMatchObject({ code: 2 });
  for (const wrong of [
    ["env", "expire"],
    ["env", "list", "dev"],
    ["env", "drop", "x"],
  ])
    expect((await project.refused(wrong)).errors).toMatchObject([{ code: "CLI.USAGE" }]);
});

test("doctor tells of damage and mends what it can", async () => {
  const project = await promoted();
  const look = async (...args: string[]) => {
    const { document, code } = await project.json("doctor", args);
    return { code, troubles: document.findings.filter(({ status }) => status !== "ok") };
  };
  expect(await look()).toEqual({ code: 0, troubles: [] });
  const warehouse = await duckdb({ path: "test.duckdb" }).open({ projectDir: project.dir });
  await warehouse.execute(
    'drop view marts.totals; create table _sluice."marts__totals__0123abcd" as select 1 as v',
  );
  await warehouse.close();
  const found = await look();
  expect(found.code).toBe(2);
  expect(found.troubles.map(({ check }) => check)).toEqual(["views", "orphans"]);
  const ran = await project.run(["doctor"]);
  const lines = ran.stdout.split("\n").filter((line) => /views|orphans|next/.test(line));
  await expect(told(lines.join("\n"))).toMatchFileSnapshot("__golden__/doctor-damage.txt");
  expect(await look("--fix")).toMatchObject({ code: 0, troubles: [{ check: "orphans" }] });
  await project.run(["clean"]);
  expect((await look()).troubles).toEqual([]);
});

test("clean --compact gives the space of what went back, and tells how much", async () => {
  const wide = (step: number) =>
    `select range as id, md5((range * ${String(step)})::varchar) as text from range(60000)\n`;
  const project = await makeProject({ ...shop, "models/marts/wide.sql": wide(1) });
  for (const step of [1, 2, 3, 4]) {
    await project.write({ "models/marts/wide.sql": wide(step) });
    expect((await project.run(["build"])).code).toBe(0);
  }
  expect((await project.run(["clean", "--keep", "1"])).code).toBe(0);
  const look = await project.json("clean", ["--dry-run", "--compact"]);
  expect(look.document.compacted?.after).toEqual(look.document.compacted?.before);
  const dry = await project.run(["clean", "--dry-run", "--compact"]);
  expect(dry.stderr).toMatch(/^Of \d+\.\d MiB that the file takes, \d+\.\d MiB are unused\.$/m);
  const ran = await project.run(["clean", "--compact"]);
  expect(ran.code).toBe(0);
  expect(ran.stderr).toMatch(/^The file takes \d+\.\d MiB, \d+\.\d MiB before\.$/m);
  const { document } = await project.json("clean", ["--compact"]);
  expect(document.compacted).toMatchObject({ before: { unused: 0 }, after: { unused: 0 } });
  const shown = await project.run(["show", "wide", "--limit", "1", "--format", "csv"]);
  expect(shown.stdout).toContain("0,cfcd208495d565ef66e7dff9f98764da");
});
