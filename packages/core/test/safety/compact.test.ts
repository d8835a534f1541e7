import { chmodSync, cpSync, readdirSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { bundleWorker } from "../process/bundle.js";
import { startWorker } from "../process/run-worker.js";
import { testProject, type TestProject } from "../project.js";
import { warehouseContent } from "./warehouse-content.js";

/** Rewriting the file of a warehouse without its unused space. SLUICE_KILLS sets how many moments are tried. */
const kills = Number(process.env["SLUICE_KILLS"] ?? 6);

const table = (sql: string) => `/* model\nkind: table\n*/\n${sql}`;
const files = (step: number) => ({
  "models/shop/orders.sql": table(
    `select range as id, md5((range * ${String(step)})::varchar) as text from range(60000)`,
  ),
  "models/shop/recent.sql": "select id, text from shop.orders where id < 10",
});

let worker = "";
let cleaned: TestProject;

/** A warehouse most of which is unused: five generations were built, and four of them removed. */
beforeAll(async () => {
  worker = await bundleWorker();
  cleaned = testProject(files(1));
  for (const step of [1, 2, 3, 4, 5]) {
    cleaned.write(files(step));
    await cleaned.build();
  }
  await cleaned.with(async (workspace) => {
    await workspace.clean(await workspace.planClean({ keep: 1, olderThanMs: 0 }));
  });
}, 120_000);

function copied(): TestProject {
  const project = testProject(files(5));
  cpSync(path.join(cleaned.dir, "shop.duckdb"), path.join(project.dir, "shop.duckdb"));
  return project;
}

const size = ({ dir }: TestProject) => statSync(path.join(dir, "shop.duckdb")).size;
const beside = ({ dir }: TestProject) =>
  readdirSync(dir).filter((name) => name.startsWith("shop.duckdb."));
const compact = (project: TestProject, dryRun = false) =>
  project.with((workspace) => workspace.compact({ dryRun }));

describe("compacting a warehouse", () => {
  it("gives back the space that it does not use, and nothing else", async () => {
    const project = copied();
    const [content, bytes] = [await warehouseContent(project), size(project)];
    const { before, after } = await compact(project);
    expect(before.unused).toBeGreaterThan(before.bytes / 2);
    expect(after.unused).toBe(0);
    expect(size(project)).toBeLessThan(bytes / 2);
    expect(await warehouseContent(project)).toEqual(content);
    expect(beside(project)).toEqual([]);
    expect((await project.build()).summary).toMatchObject({ built: 0, reused: 2 });
  });

  it("keeps the rights of the file", async () => {
    const project = copied();
    const mode = () => statSync(path.join(project.dir, "shop.duckdb")).mode & 0o777;
    chmodSync(path.join(project.dir, "shop.duckdb"), 0o640);
    await compact(project);
    expect(mode()).toBe(0o640);
  });

  it("only tells what there is to gain when asked to", async () => {
    const project = copied();
    const bytes = size(project);
    const { before, after } = await compact(project, true);
    expect(after).toEqual(before);
    expect(before.unused).toBeGreaterThan(0);
    expect(size(project)).toBe(bytes);
  });

  it("is what doctor advises where most of a large file is unused", async () => {
    const project = copied();
    await project.execute(
      "create table main.filler as select range as i, md5(range::varchar) as t from range(1500000)",
    );
    await project.execute("drop table main.filler");
    const space = async () => {
      const found = await project.with((workspace) => workspace.doctor(), { readOnly: true });
      return found.find(({ check }) => check === "space");
    };
    expect(await space()).toMatchObject({
      status: "warning",
      detail: expect.stringMatching(/^\d+\.\d MiB, \d\d % of it unused$/) as string,
      hint: "Run `sluice clean --compact`: it rewrites the file without that.",
    });
    await compact(project);
    expect(await space()).toMatchObject({ status: "ok" });
  });

  it("leaves one whole file, whenever it is killed", async () => {
    const content = await warehouseContent(copied());
    const whole = startWorker(worker, { dir: copied().dir, action: { do: "compact" } });
    const started = performance.now();
    expect(await whole.ended).toMatchObject({ code: 0, stderr: "" });
    const took = performance.now() - started;
    for (let i = 0; i < kills; i += 1) {
      const project = copied();
      const running = startWorker(worker, { dir: project.dir, action: { do: "compact" } });
      await sleep(took * (0.3 + (0.7 * i) / kills));
      running.kill();
      await running.ended;
      expect(await warehouseContent(project)).toEqual(content);
      await compact(project);
      expect(await warehouseContent(project)).toEqual(content);
      expect(beside(project)).toEqual([]);
      rmSync(project.dir, { recursive: true });
    }
  });
});

describe("a compact backup", () => {
  it("has the rows of the warehouse without its unused space, and can be restored", async () => {
    const project = copied();
    const content = await warehouseContent(project);
    const to = path.join(project.dir, "small.duckdb");
    const { manifest } = await project.with((workspace) => workspace.backup({ to, compact: true }));
    expect(manifest.bytes).toBeLessThan(size(project) / 2);
    expect(statSync(to).size).toBe(manifest.bytes);
    await project.with((workspace) => workspace.restore({ from: to }));
    expect(await warehouseContent(project)).toEqual(content);
  });
});
