import { appendFile, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { hasPty, onTerminal } from "../support/pty.js";
import { main, makeProject, normal, shop, type TestProject } from "../support/sluice.js";
import { Terminal } from "../support/terminal.js";

const totals = "select customers::int as n from marts.totals";
const more = "order_id,customer,amount\n1,ada,10.50\n2,grace,20.00\n3,alan,5.25\n";

/** Takes out what differs between machines and runs: sizes, versions of the engine, stamps. */
const plain = (text: string, dir = "") =>
  normal(text, dir)
    .replace(/\d{8}T\d{6}Z/g, "<stamp>")
    .replace(/\d+(?:\.\d+)? [KM]iB/g, "<size>")
    .replace(/duckdb [\d.]+/g, "duckdb <v>")
    .replace(/\b\d+ (tables|rows|views)/g, "<n> $1");

/** A project built twice, with a backup of the first build. */
async function backedUp(): Promise<TestProject> {
  const project = await makeProject();
  await project.run(["build"]);
  await project.run(["backup", "first"]);
  await project.write({ "seeds/orders.csv": more });
  await project.run(["build"]);
  return project;
}

async function customers(project: TestProject): Promise<unknown> {
  return (await project.json("show", ["--sql", totals])).document.rows;
}

const warehouseFiles = async (project: TestProject) =>
  (await readdir(project.dir)).filter((name) => name.includes(".duckdb")).map((n) => plain(n));

test("backup says where it is and what is in it; restore puts it back: golden transcripts", async () => {
  const project = await makeProject();
  await project.run(["build"]);
  const made = await project.run(["backup", "backups/"]);
  expect(made.code).toBe(0);
  const file = made.stdout.trim();
  expect(await readdir(join(project.dir, "backups"))).toEqual([
    file.slice("backups/".length),
    `${file.slice("backups/".length)}.json`,
  ]);
  await project.write({ "seeds/orders.csv": more });
  await project.run(["build"]);
  expect(await customers(project)).toEqual([{ n: 3 }]);
  const restored = await project.run(["restore", file, "--yes"]);
  expect(restored.code).toBe(0);
  expect(await customers(project)).toEqual([{ n: 2 }]);
  const told = `$ sluice backup backups/\n${made.stdout}${made.stderr}$ sluice restore <file> --yes\n${restored.stdout}${restored.stderr}`;
  await expect(plain(told, project.dir)).toMatchFileSnapshot("__golden__/backup.txt");
});

test("--json: what was made, what was put back, why not", async () => {
  const project = await makeProject();
  await project.run(["build"]);
  const made = await project.json("backup", ["first"]);
  expect(made.document).toMatchObject({
    ok: true,
    file: join(project.dir, "first.duckdb"),
    manifest: join(project.dir, "first.duckdb.json"),
    project: "test",
    target: "dev",
  });
  expect(made.document.relations).toContainEqual({
    schema: "marts",
    name: "totals",
    type: "view",
    rows: null,
  });
  const again = await project.refused(["backup", "first"]);
  expect([again.code, again.errors[0]?.code]).toEqual([2, "STATE.BACKUP_EXISTS"]);
  expect((await project.json("backup", ["first", "--force"])).code).toBe(0);
  const unasked = await project.refused(["restore", "first.duckdb"]);
  expect([unasked.code, unasked.errors[0]?.code]).toEqual([2, "CLI.USAGE"]);
  expect(await warehouseFiles(project)).toEqual([
    "first.duckdb",
    "first.duckdb.json",
    "test.duckdb",
  ]);
  const back = await project.json("restore", ["first.duckdb", "--yes"]);
  expect(back.document).toMatchObject({ ok: true, verified: true });
  expect(await readdir(project.dir)).toContain(back.document.kept?.split("/").at(-1));
});

test("a damaged backup is refused, and nothing changes; without its manifest it takes --no-verify", async () => {
  const project = await backedUp();
  const files = await warehouseFiles(project);
  await appendFile(join(project.dir, "first.duckdb"), "x");
  const refused = await project.run(["restore", "first.duckdb", "--yes"]);
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain("error STATE.BACKUP_INVALID");
  expect(refused.stderr).toMatch(/it has \d+ bytes instead of \d+\./);
  expect(await warehouseFiles(project)).toEqual(files);
  expect(await customers(project)).toEqual([{ n: 3 }]);
  const taken = await project.run(["restore", "first.duckdb", "--yes", "--no-verify"]);
  expect([taken.code, await customers(project)]).toEqual([0, [{ n: 2 }]]);
});

test.skipIf(!hasPty)("restore asks on a terminal; no and Ctrl-C decline: exit 3", async () => {
  const project = await backedUp();
  const ask = (press: string) =>
    onTerminal(`exec "${process.execPath}" "${main}" restore first.duckdb`, {
      cwd: project.dir,
      keys: [["Replace test.duckdb by first.duckdb?", press]],
    });
  for (const press of ["\r", "n", "\u0003"]) {
    const { code, output } = await ask(press);
    expect([code, output.includes("Nothing was changed.")]).toEqual([3, true]);
  }
  expect(await customers(project)).toEqual([{ n: 3 }]);
  const yes = await ask("y");
  expect(yes.code).toBe(0);
  expect(await customers(project)).toEqual([{ n: 2 }]);
  const terminal = new Terminal(80);
  terminal.write(yes.output);
  await expect(plain(terminal.text())).toMatchFileSnapshot("__golden__/terminal-restore.txt");
});

test("a copy for readers is told; one that cannot be written fails the run, not what it published", async () => {
  const project = await makeProject({
    ...shop,
    "sluice.config.ts": (shop["sluice.config.ts"] ?? "").replace(
      "threads: 2",
      'threads: 2, publish: { copy: "out/readers.duckdb" }',
    ),
  });
  const built = await project.run(["build"]);
  expect(built.code).toBe(0);
  expect(built.stderr).toContain("\nCopied to out/readers.duckdb: 4 relations, 9 rows.\n");
  expect((await project.json("build")).document.copy).toBeNull();
  const forced = await project.json("build", ["--force"]);
  expect(forced.document.copy).toEqual({
    file: join(project.dir, "out/readers.duckdb"),
    relations: 4,
    rows: 9,
  });
  await project.write({ "seeds/orders.csv": more });
  await writeFile(join(project.dir, "blocked"), "");
  const config = await readFile(join(project.dir, "sluice.config.ts"), "utf8");
  await project.write({ "sluice.config.ts": config.replace("out/readers", "blocked/readers") });
  const failed = await project.run(["build", "--quiet"]);
  expect(failed.code).toBe(2);
  expect(failed.stderr).toContain("error RUN.COPY_FAILED");
  expect(await customers(project)).toEqual([{ n: 3 }]);
  const told = await project.json("build");
  expect(told.code).toBe(2);
  expect(told.document).toMatchObject({
    ok: false,
    copy: null,
    warnings: [{ code: "RUN.COPY_FAILED" }],
  });
});
