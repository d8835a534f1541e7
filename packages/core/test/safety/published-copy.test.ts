import { chmodSync, existsSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { duckdb } from "@sluice/adapter-duckdb";
import { beforeAll, describe, expect, it } from "vitest";
import type { KillPoint } from "../process/protocol.js";
import { bundleWorker } from "../process/bundle.js";
import { startPolling } from "../process/polling-reader.js";
import { startWorker } from "../process/run-worker.js";
import { collect, testProject, type TestProject } from "../project.js";

const copy = "out/published.duckdb";
const target = (publish = copy) => ({
  targets: { dev: duckdb({ path: "shop.duckdb", threads: 2, publish: { copy: publish } }) },
});

const table = (sql: string, header = "") => `/* model\nkind: table\n${header}*/\n${sql}`;

/** Three models that carry the mark of a run; rows make the copy take a while. */
function marked(mark: number, { failing = false, rows = 200 } = {}): Record<string, string> {
  const check = "columns:\n  v: { checks: [not_null] }\n";
  const last = failing ? "nullif(v, v)" : "v";
  return {
    "models/a/one.sql": table(
      `select ${String(mark)} as v, hash(range) as h from range(${String(rows)})`,
    ),
    "models/a/two.sql": table(`select ${last} as v from a.one limit 1`, check),
    "models/a/three.sql": "select max(v) as v from a.one",
  };
}

const marks =
  "select (select max(v) from a.one)::int as one, (select max(v) from a.two)::int as two, (select v from a.three)::int as three";

function rowsOf(project: TestProject, sql = marks) {
  return project.raw(async (runner) => collect(runner.query(sql)), path.join(project.dir, copy));
}

const all = (mark: number) => ({ one: mark, two: mark, three: mark });

/** What lies beside the copy. */
const beside = (project: TestProject) => readdirSync(path.join(project.dir, "out"));

describe("a reader that opens the published copy again and again", () => {
  it("always gets in, and sees one good publication after the other, whole", async () => {
    const project = testProject(marked(1), target());
    await project.build();
    const reader = await startPolling(path.join(project.dir, copy), marks);
    try {
      for (let mark = 2; mark <= 6; mark += 1) {
        const failing = mark % 3 === 0;
        project.write(marked(mark, { failing, rows: 40_000 }));
        const { summary } = await project.build();
        expect(summary.ok).toBe(!failing);
        await reader.more(3);
      }
    } finally {
      await reader.stop();
    }
    const seen = reader.looks.map((look) => ("row" in look ? look.row : look.error));
    const good = [1, 2, 4, 5].map(all);
    expect(
      seen.filter((row) => !good.some((one) => JSON.stringify(one) === JSON.stringify(row))),
    ).toEqual([]);
    expect([...new Set(seen.map((row) => JSON.stringify(row)))]).toEqual(
      good.map((row) => JSON.stringify(row)),
    );
  }, 60_000);
});

describe("a published copy", () => {
  it("holds tables under the names readers use, and nothing of Sluice's own", async () => {
    const project = testProject(marked(1), target());
    const { events } = await project.build();
    const tables =
      "select schema_name || '.' || table_name as name from duckdb_tables() order by 1";
    expect(await rowsOf(project, tables)).toEqual(
      ["a.one", "a.three", "a.two"].map((name) => ({ name })),
    );
    expect(events.find((event) => event.type === "copied")).toMatchObject({
      file: path.join(project.dir, copy),
      relations: 3,
      rows: 202,
    });
    expect(beside(project)).toEqual(["published.duckdb"]);
  });

  it("is left alone by a run that changes nothing, and made again when it is not what it was", async () => {
    const project = testProject(marked(1), target());
    const file = path.join(project.dir, copy);
    await project.build();
    const first = statSync(file).ino;
    await project.build();
    expect(statSync(file).ino).toBe(first);
    rmSync(file);
    await project.build();
    expect(await rowsOf(project)).toEqual([all(1)]);
    chmodSync(file, 0o644);
    writeFileSync(file, "somebody wrote here");
    await project.build();
    expect(await rowsOf(project)).toEqual([all(1)]);
  });

  it("holds the whole environment, whatever was selected", async () => {
    const project = testProject(marked(1), target());
    await project.build();
    project.write({ "models/a/two.sql": table("select max(v) + 10 as v from a.one") });
    await project.build({ select: ["a.two"] });
    expect(await rowsOf(project)).toEqual([{ one: 1, two: 11, three: 1 }]);
  });

  it("is not overwritten by another environment, which has one of its own where the path says so", async () => {
    const project = testProject(marked(1), target());
    await project.build();
    project.write(marked(2));
    await project.build({}, { environment: "dev" });
    expect(await rowsOf(project)).toEqual([all(1)]);
    project.define(target("out/{env}.duckdb"));
    await project.build({}, { environment: "dev" });
    const sql = "select v::int as v from a__dev.three";
    const own = path.join(project.dir, "out/dev.duckdb");
    expect(await project.raw((runner) => collect(runner.query(sql)), own)).toEqual([{ v: 2 }]);
    expect(beside(project)).toEqual(["dev.duckdb", "published.duckdb"]);
  });

  it("that cannot be written is an error of the run, not of what it published", async () => {
    const project = testProject(marked(1), target());
    await project.build();
    project.write(marked(2));
    rmSync(path.join(project.dir, "out"), { recursive: true });
    project.write({ out: "a file" });
    const { summary, events } = await project.build();
    expect(summary).toMatchObject({ ok: false, published: true, failed: 0 });
    const warning = events.find((event) => event.type === "warning");
    expect(warning?.diagnostic).toMatchObject({ code: "RUN.COPY_FAILED", severity: "error" });
    expect(warning?.diagnostic.why).toContain("ADAPTER.READ_ONLY");
    expect(await project.rows(marks)).toEqual([all(2)]);
    project.remove("out");
    expect((await project.build()).summary).toMatchObject({ ok: true, built: 0 });
    expect(await rowsOf(project)).toEqual([all(2)]);
  });
});

describe("a run that is killed", () => {
  let worker = "";
  let hits = 0;
  beforeAll(async () => {
    worker = await bundleWorker();
  }, 60_000);

  /** Kills a build while it writes the copy: so many milliseconds after the first sign of it. */
  async function killedWhileCopying(project: TestProject, millis: number): Promise<boolean> {
    const process = startWorker(worker, { dir: project.dir, copy });
    const out = path.join(project.dir, "out");
    const isCopying = () => existsSync(out) && beside(project).some((n) => n.endsWith(".partial"));
    const seen = { end: false };
    void process.ended.then(() => (seen.end = true));
    while (!seen.end && !isCopying()) await new Promise((resolve) => setTimeout(resolve, 1));
    await new Promise((resolve) => setTimeout(resolve, millis));
    process.kill();
    return (await process.ended).killed;
  }

  it.each([0, 5, 20, 60, 150])(
    "%i ms into its copy leaves the old one; the next run replaces it and cleans up",
    async (millis) => {
      const project = testProject(marked(1), target());
      await project.build();
      project.write(marked(2, { rows: 1_500_000 }));
      const killed = await killedWhileCopying(project, millis);
      if (killed && beside(project).some((name) => name.endsWith(".partial"))) hits += 1;
      const left = killed ? [all(1), all(2)] : [all(2)];
      expect(left).toContainEqual((await rowsOf(project))[0]);
      expect(await project.rows(marks)).toEqual([all(2)]);
      const { summary } = await project.build();
      expect(summary).toMatchObject({ ok: true, built: 0 });
      expect(await rowsOf(project)).toEqual([all(2)]);
      expect(beside(project)).toEqual(["published.duckdb"]);
    },
    60_000,
  );

  it("was killed while the new copy was half written, at least once", () => {
    expect(hits).toBeGreaterThan(0);
  });

  it.each<[string, KillPoint]>([
    ["after it has published", { at: "event type", event: "promoted" }],
    ["at its first write", { at: "write", index: 0, moment: "after" }],
  ])("%s: the next one brings the copy up to date", async (_, kill) => {
    const project = testProject(marked(1), target());
    await project.build();
    project.write(marked(2));
    const { killed } = await startWorker(worker, { dir: project.dir, copy, kill }).ended;
    expect(killed).toBe(true);
    expect([all(1), all(2)]).toContainEqual((await rowsOf(project))[0]);
    await project.build();
    expect(await rowsOf(project)).toEqual([all(2)]);
    expect(beside(project)).toEqual(["published.duckdb"]);
  });
});
