import { rmSync } from "node:fs";
import { afterAll, describe, expect, it, vi } from "vitest";
import { errorTable } from "../../src/base/errors/error-table.js";
import { isSluiceError } from "../../src/base/errors/sluice-error.js";
import { bundleWorker } from "../process/bundle.js";
import type { Meddling, WorkerOptions } from "../process/protocol.js";
import { startWorker } from "../process/run-worker.js";
import { testProject } from "../project.js";
import { csv, model } from "./fault-project.js";
import { faultRun, type FaultRun } from "./fault-run.js";
import { faultScenarios } from "./fault-scenarios.js";
import { readersContent } from "./warehouse-content.js";

/**
 * An error of the engine in the middle of a command: at a call that writes, a statement that fails runs on the same
 * connection, in the same transaction. The command says so by a code, publishes nothing half, and comes to the undisturbed
 * end when it is given again.
 *
 * SLUICE_ENGINE_ERRORS sets how many calls of each situation fail; `all`: every one, before and after it, in every
 * situation. SLUICE_FAULT_SCENARIO limits it to situations of that name.
 */
const asked = process.env["SLUICE_ENGINE_ERRORS"] ?? "3";
const isAll = asked === "all";
const most = isAll ? Infinity : Number(asked);

vi.setConfig({ testTimeout: isAll ? 3_600_000 : 120_000 + most * 20_000 });

/** Fails as rows are read: what the engine finds out before it begins leaves a transaction alive. */
const failing = "select case when range >= 0 then error('a disk block was lost') end from range(1)";

const worker = await bundleWorker();
const only = process.env["SLUICE_FAULT_SCENARIO"];
const few = only ?? (isAll ? "" : "next day|restatement|merge");
const counted = new Map<string, number>();
const runs: FaultRun[] = [];
for (const scenario of faultScenarios)
  if (new RegExp(few).test(scenario.name)) runs.push(await faultRun(scenario, { worker, counted }));
const met = { errors: 0, codes: new Set<string>() };

afterAll(() => {
  for (const { template } of runs) rmSync(template, { recursive: true, force: true });
  process.stdout.write(
    `${String(met.errors)} errors of the engine: ${[...met.codes].join(", ")}\n`,
  );
});

function points({ writes }: FaultRun): readonly Pick<Meddling, "index" | "moment">[] {
  const moments = ["before", "after"] as const;
  if (isAll)
    return Array.from({ length: writes }, (_, index) => index).flatMap((index) =>
      moments.map((moment) => ({ index, moment })),
    );
  const picked = Math.min(writes, most);
  return Array.from({ length: picked }, (_, i) => ({
    index: Math.round((i / Math.max(picked - 1, 1)) * (writes - 1)),
    moment: moments[i % 2] ?? "after",
  }));
}

/** Lets a call fail; whichever part of the command meets it says so by a code of the reference. */
async function fail(options: WorkerOptions, at: Pick<Meddling, "index" | "moment">, label: string) {
  const ended = await startWorker(worker, { ...options, meddling: { ...at, sql: failing } }).ended;
  const { messages, stderr, killed } = ended;
  expect({ stderr, killed }, label).toEqual({ stderr: "", killed: false });
  expect(messages, label).toContainEqual({ type: "meddled" });
  const found = messages.filter((m) => m.type === "error" || m.type === "failure");
  expect(found, label).not.toEqual([]);
  expect(messages.at(-1), label).not.toMatchObject({ type: "done", ok: true });
  for (const { code } of found) {
    expect(Object.keys(errorTable), label).toContain(code);
    expect(code, label).not.toBe("INTERNAL.BUG");
    met.codes.add(code);
  }
  met.errors += 1;
}

describe.concurrent.each(runs)("$scenario.name", (run) => {
  it("says that the engine failed, publishes nothing half, and is brought to its end by the same command", async () => {
    for (const at of points(run)) {
      const label = `${run.scenario.name}, failing ${at.moment} write ${String(at.index)}`;
      await run.disturb((_, options) => fail(options, at, label));
    }
  });
});

describe("an error of the engine that comes late", () => {
  const clock = "2024-01-16T00:00:00Z";
  const rows = ["1,2024-01-01 10:00:00,5", "2,2024-01-03 11:00:00,7", "3,2024-01-06 12:00:00,2"];
  const files = {
    "models/raw/events.seed.yaml": "file: data/events.csv\n",
    "data/events.csv": csv(...rows),
    "models/marts/daily.sql": model(
      "kind: { type: incremental_by_time, time: ts, start: 2024-01-01, batch_size: 2 }",
      "select id, ts, 100 // amount::int as share from raw.events where ts >= $start and ts < $end",
    ),
    "models/marts/total.sql": model(
      "kind: table",
      "select count(share)::int as n from marts.daily",
    ),
    "models/marts/other.sql": model("kind: table", "select max(amount) as most from raw.events"),
  };
  const cast = (sql: string) => sql.replace("100 // amount::int", "cast(amount as utinyint)");
  const wrong = { "data/events.csv": csv(...rows.slice(0, 2), "3,2024-01-06 12:00:00,2000") };

  it("in a batch, leaves those before it, and the next run goes on from there", async () => {
    const project = testProject({ ...files, ...wrong });
    project.write({ "models/marts/daily.sql": cast(files["models/marts/daily.sql"]) });
    const { nodes, summary } = await project.build({}, { clock });
    expect(summary.ok).toBe(false);
    expect(nodes["marts.daily"]).toMatchObject({ status: "failed", batches: { done: 2, of: 8 } });
    expect(nodes["marts.daily"]?.error).toMatchObject({ code: "SQL.FAILED" });
    expect(nodes["marts.total"]).toMatchObject({ status: "skipped" });
    expect(await project.value("select most from marts.other")).toBe(2000n);
    project.write({ "data/events.csv": files["data/events.csv"] });
    const again = await project.build({}, { clock });
    expect(again.nodes["marts.daily"]).toMatchObject({ status: "built", batches: { of: 6 } });
    expect(await project.value("select n from marts.total")).toBe(3);
  });

  it("in a check, refuses the batch, and readers keep what they have", async () => {
    const checked = (sql: string) =>
      sql.replace("\n*/", "\nchecks: [{ expression: cast(share as utinyint) >= 0 }]\n*/");
    const project = testProject({
      ...files,
      "models/marts/daily.sql": checked(files["models/marts/daily.sql"].replace("100 //", "1 *")),
    });
    await project.build({}, { clock: "2024-01-05T00:00:00Z" });
    const before = await readersContent(project);
    project.write(wrong);
    const { nodes } = await project.build({ select: ["marts.total+", "+marts.daily"] }, { clock });
    expect(nodes["marts.daily"]?.status).toBe("failed");
    expect(nodes["marts.daily"]?.checkResults[0]).toMatchObject({ status: "error" });
    const seen = await readersContent(project);
    expect(seen["marts.daily"]).toEqual(before["marts.daily"]);
    expect(seen["marts.total"]).toEqual(before["marts.total"]);
    project.write({ "data/events.csv": files["data/events.csv"] });
    expect((await project.build({}, { clock })).summary.ok).toBe(true);
    expect(await project.value("select n from marts.total")).toBe(3);
  });
});

const [nextDay] = runs as [FaultRun];

describe.skipIf(only !== undefined)("while a run goes on", () => {
  // The view of a model that is gone, and one that is moved.
  it.each(["marts.log", "marts.total"])("somebody drops the view %s", async (view) => {
    const meddling = { index: 20, moment: "after", sql: `drop view if exists ${view}` } as const;
    await nextDay.disturb(async (_, options) => {
      const { messages } = await startWorker(worker, { ...options, meddling }).ended;
      expect(messages).toContainEqual({ type: "meddled" });
      expect(messages.at(-1)).toEqual({ type: "done", ok: true });
    });
  });

  const codes = ["ADAPTER.CLOSED", "RUN.CANCELLED"];

  it.each([0, 2, 5])("its connections are closed after %i models", async (models) => {
    await nextDay.disturb(async (project, { clock }) => {
      const workspace = await project.open({ clock });
      const failures: unknown[] = [];
      let finished = 0;
      let closing: Promise<void> | undefined;
      try {
        for await (const event of workspace.build()) {
          if (event.type === "node_finished") finished += 1;
          if (event.type === "node_finished" && event.result.status === "failed")
            failures.push(event.result.error?.code);
          if (finished >= models && event.type.startsWith("node_")) closing ??= workspace.close();
        }
      } catch (error) {
        failures.push(isSluiceError(error) ? error.code : error);
      }
      await closing;
      // What runs at that moment is interrupted, what comes later finds nobody.
      expect(failures).toContain("ADAPTER.CLOSED");
      expect(failures.filter((code) => !codes.includes(String(code)))).toEqual([]);
    });
  });
});

it("has failed often enough, and by what the engine said", () => {
  expect(met.errors).toBeGreaterThanOrEqual(Math.min(most, 3) * runs.length);
  expect([...met.codes]).toContain("SQL.FAILED");
});
