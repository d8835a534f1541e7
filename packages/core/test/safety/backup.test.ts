import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { duckdb } from "@sluice/adapter-duckdb";
import { beforeAll, describe, expect, it } from "vitest";
import type { BackupManifest } from "../../src/maintenance/copies/backup-manifest.js";
import { bundleWorker } from "../process/bundle.js";
import { startWorker } from "../process/run-worker.js";
import { collect, failure, testProject, type TestProject } from "../project.js";
import { warehouseContent } from "./warehouse-content.js";

const table = (sql: string) => `/* model\nkind: table\n*/\n${sql}`;
const files = (rows: number) => ({
  "models/a/one.sql": table(`select range as id from range(${String(rows)})`),
  "models/a/two.sql": "select count(*)::int as n from a.one",
});
const value = "select n from a.two";

const at = (project: TestProject, name: string) => path.join(project.dir, name);
const warehouse = (project: TestProject) => readFileSync(at(project, "shop.duckdb"));

/** Files of the warehouse and the backups; the rest is the project's. */
const names = (project: TestProject) =>
  readdirSync(project.dir).filter((name) => name.includes("duckdb") || name.includes("backup"));

const backup = (project: TestProject, to = "backup", force = false) =>
  project.with((workspace) => workspace.backup({ to: at(project, to), force }));

const restore = (project: TestProject, from = "backup.duckdb", verify = true) =>
  project.with((workspace) => workspace.restore({ from: at(project, from), verify }));

/** A project with ten rows in its backup and twenty in its warehouse. */
async function backedUp(): Promise<TestProject> {
  const project = testProject(files(10));
  await project.build();
  await backup(project);
  project.write(files(20));
  await project.build();
  return project;
}

describe("a backup", () => {
  it("is the warehouse with its state, and a manifest that describes it", async () => {
    const project = testProject(files(10));
    await project.build();
    const { file, manifestFile, manifest } = await backup(project);
    expect([file, manifestFile]).toEqual([
      at(project, "backup.duckdb"),
      at(project, "backup.duckdb.json"),
    ]);
    expect(JSON.parse(readFileSync(manifestFile, "utf8"))).toEqual(manifest);
    expect(manifest).toMatchObject({
      version: 1,
      project: "shop",
      target: "dev",
      file: "backup.duckdb",
      bytes: statSync(file).size,
    });
    expect(manifest.engine).toMatch(/^duckdb \d/);
    expect(manifest.state).toBeGreaterThan(0);
    const rows = Object.fromEntries(
      manifest.relations.map((r) => [`${r.schema}.${r.name}`, r.rows]),
    );
    expect(rows).toMatchObject({ "a.one": null, "_sluice.runs": 1 });
    expect(Object.values(rows)).toContain(10);
    renameSync(file, at(project, "shop.duckdb"));
    expect((await project.build()).summary).toMatchObject({ built: 0, reused: 2 });
  });

  it("gets a name of its own in a folder, and never overwrites unless told to", async () => {
    const project = testProject(files(10));
    await project.build();
    mkdirSync(at(project, "backups"));
    const { file } = await backup(project, "backups");
    expect(path.basename(file)).toMatch(/^shop-dev-\d{8}T\d{6}Z\.duckdb$/);
    await backup(project);
    const before = readFileSync(at(project, "backup.duckdb"));
    project.write(files(20));
    await project.build();
    expect((await failure(backup(project))).code).toBe("STATE.BACKUP_EXISTS");
    expect(readFileSync(at(project, "backup.duckdb")).equals(before)).toBe(true);
    await backup(project, "backup", true);
    await restore(project);
    expect(await project.value(value)).toBe(20);
    rmSync(at(project, "backup.duckdb"));
    expect((await failure(backup(project))).code).toBe("STATE.BACKUP_EXISTS");
  });

  it("of a warehouse that is no file is refused by its code", async () => {
    const project = testProject(files(1), { targets: { dev: duckdb({ path: ":memory:" }) } });
    expect((await failure(backup(project))).code).toBe("CAPABILITY.UNSUPPORTED");
    expect((await failure(restore(project))).code).toBe("CAPABILITY.UNSUPPORTED");
    expect(names(project)).toEqual([]);
  });

  it("that cannot be written leaves nothing", async () => {
    const project = testProject(files(10));
    await project.build();
    project.write({ file: "" });
    expect((await failure(backup(project, "file/backup"))).code).toBe("ADAPTER.READ_ONLY");
    expect(names(project)).toEqual(["shop.duckdb"]);
  });
});

describe("a restore", () => {
  it("brings back data and state, and keeps what it replaced", async () => {
    const project = testProject(files(10));
    await project.build();
    const before = await warehouseContent(project);
    await backup(project);
    project.write(files(20));
    await project.build();
    const { kept } = await restore(project);
    expect(await warehouseContent(project)).toEqual(before);
    const rows = await project.raw((runner) => collect(runner.query(value)), kept ?? "");
    expect(rows).toEqual([{ n: 20 }]);
    const again = await restore(project, path.basename(kept ?? ""), false);
    expect(again.manifest).toBeUndefined();
    expect(await project.value(value)).toBe(20);
  });

  it.each<[string, (project: TestProject) => void]>([
    [
      "with one bit changed",
      (project) => {
        const file = at(project, "backup.duckdb");
        const bytes = readFileSync(file);
        const middle = Math.floor(bytes.length / 2);
        bytes[middle] = (bytes[middle] ?? 0) ^ 1;
        writeFileSync(file, bytes);
      },
    ],
    ["cut short", (project) => truncateSync(at(project, "backup.duckdb"), 20_000)],
    ["with a byte more", (project) => appendFileSync(at(project, "backup.duckdb"), "x")],
    ["that is empty", (project) => truncateSync(at(project, "backup.duckdb"), 0)],
    ["that is gone", (project) => rmSync(at(project, "backup.duckdb"))],
    ["without a manifest", (project) => rmSync(at(project, "backup.duckdb.json"))],
    ["with half a manifest", (project) => truncateSync(at(project, "backup.duckdb.json"), 90)],
    ["of another project", (project) => edit(project, { project: "bakery" })],
    ["of another engine", (project) => edit(project, { engine: "otherdb 1.0" })],
    ["with rows missing", (project) => edit(project, { relations: [] })],
  ])("of a backup %s changes nothing", async (_, damage) => {
    const project = await backedUp();
    damage(project);
    const before = warehouse(project);
    const listed = names(project);
    expect((await failure(restore(project))).code).toBe("STATE.BACKUP_INVALID");
    expect(warehouse(project).equals(before)).toBe(true);
    expect(names(project)).toEqual(listed);
    expect(await project.value(value)).toBe(20);
  });

  function edit(project: TestProject, change: Partial<BackupManifest>): void {
    const file = at(project, "backup.duckdb.json");
    const manifest = JSON.parse(readFileSync(file, "utf8")) as BackupManifest;
    writeFileSync(file, JSON.stringify({ ...manifest, ...change }));
  }

  it("without a manifest takes any file that opens, and no other", async () => {
    const project = await backedUp();
    rmSync(at(project, "backup.duckdb.json"));
    await restore(project, "backup.duckdb", false);
    expect(await project.value(value)).toBe(10);
    writeFileSync(at(project, "text"), "no database".repeat(5000));
    const error = await failure(restore(project, "text", false));
    expect(error.code).toBe("STATE.BACKUP_INVALID");
    expect(await project.value(value)).toBe(10);
  });

  it("of a state that a later Sluice wrote is refused", async () => {
    const project = testProject(files(10));
    await project.build();
    await project.execute("update _sluice.meta set value = '999' where key = 'schema_version'");
    await backup(project);
    await project.execute("update _sluice.meta set value = '1' where key = 'schema_version'");
    expect((await failure(restore(project))).code).toBe("STATE.NEWER");
    expect((await failure(restore(project, "backup.duckdb", false))).code).toBe("STATE.NEWER");
    expect(names(project).sort()).toEqual(["backup.duckdb", "backup.duckdb.json", "shop.duckdb"]);
  });

  it("puts a warehouse back that is damaged or gone", async () => {
    const project = await backedUp();
    writeFileSync(at(project, "shop.duckdb"), "damaged");
    await restore(project);
    expect(await project.value(value)).toBe(10);
    rmSync(at(project, "shop.duckdb"));
    expect((await restore(project)).kept).toBeUndefined();
    expect(await project.value(value)).toBe(10);
  });

  it("lets go of the workspace's own hold, before and after", async () => {
    const project = await backedUp();
    await project.with(async (workspace) => {
      const ask = async () => (await collect((await workspace.query(value)).rows))[0];
      expect(await ask()).toEqual({ n: 20 });
      await workspace.backup({ to: at(project, "second") });
      await workspace.restore({ from: at(project, "backup.duckdb") });
      expect(await ask()).toEqual({ n: 10 });
      await workspace.restore({ from: at(project, "second.duckdb") });
      expect(await ask()).toEqual({ n: 20 });
    });
  });
});

describe("beside another process", () => {
  let worker = "";
  beforeAll(async () => {
    worker = await bundleWorker();
  }, 60_000);

  it("both are refused while it builds, with its number and command", async () => {
    const project = await backedUp();
    project.write({
      "models/a/slow.ts": `
const { defineRows, z } = globalThis.sluice;
export default defineRows({
  columns: z.object({ id: z.int() }),
  rows: async function* () {
    for (let id = 0; ; id += 1) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      yield { id };
    }
  },
});
`,
    });
    const command = "sluice build --target dev";
    const other = startWorker(worker, { dir: project.dir, command });
    await other.said((message) => message.type === "event" && message.event === "node_started");
    for (const attempt of [() => backup(project, "second"), () => restore(project)]) {
      const error = await failure(attempt());
      expect(error).toMatchObject({ code: "ADAPTER.LOCKED", retryable: true });
      expect(error.message).toContain(`process ${String(other.pid)}`);
      expect(error.message).toContain(command);
    }
    other.kill();
    await other.ended;
    expect(existsSync(at(project, "shop.duckdb.wal"))).toBe(true);
    await restore(project);
    expect(existsSync(at(project, "shop.duckdb.wal"))).toBe(false);
    expect(await project.value(value)).toBe(10);
  });

  it("a log that was left beside a warehouse nobody can open goes away with it", async () => {
    const project = await backedUp();
    project.write(files(30));
    const ended = await startWorker(worker, { dir: project.dir, failpoint: "run.committed" }).ended;
    expect(ended.killed).toBe(true);
    expect(existsSync(at(project, "shop.duckdb.wal"))).toBe(true);
    writeFileSync(at(project, "shop.duckdb"), "damaged");
    const { kept } = await restore(project);
    expect(existsSync(`${kept ?? ""}.wal`)).toBe(true);
    expect(existsSync(at(project, "shop.duckdb.wal"))).toBe(false);
    expect(await project.value(value)).toBe(10);
  });
});
