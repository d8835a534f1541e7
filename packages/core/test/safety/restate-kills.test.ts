import { rmSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { bundleWorker } from "../process/bundle.js";
import type { Message, WorkerOptions } from "../process/protocol.js";
import { startWorker } from "../process/run-worker.js";
import { testProject, type TestProject } from "../project.js";
import { copyOf, templateOf } from "./project-copies.js";
import { csv, daily, firstRows, model } from "./fault-project.js";
import { readersContent } from "./warehouse-content.js";

/** SLUICE_FAULTS=all kills after every call that writes, else after some of them, first and last among them. */
const most = process.env["SLUICE_FAULTS"] === "all" ? Infinity : 10;

const clock = "2024-01-16T00:00:00Z";
const options = {
  select: ["raw.events", "marts.daily"],
  restate: { start: "2024-01-02", end: "2024-01-09" },
} as const;

const files = {
  "models/raw/events.seed.yaml": "file: data/events.csv\n",
  "data/events.csv": csv(...firstRows),
  "models/marts/daily.sql": daily(),
  "models/marts/weekly.sql": model(
    "kind: { type: incremental_by_time, time: week, grain: week, start: 2024-01-01 }",
    "select date_trunc('week', day)::date as week, sum(n)::int as n from marts.daily where day >= $start and day < $end group by all",
  ),
  // Rows before the latest day are merged again only by a restatement.
  "models/marts/by_day.sql": model(
    "kind: { type: incremental_by_key, key: day, updated_at: day }",
    "select day, n from marts.daily where day >= $since",
  ),
  "models/marts/through.sql": "select day, n from marts.by_day",
  "models/marts/further.sql": model(
    "kind: { type: incremental_by_key, key: day, updated_at: day }",
    "select day, n * 10 as n from marts.through where day >= $since",
  ),
  "models/marts/log.sql": model("kind: { type: append, time: day }", "select day from marts.daily"),
  "models/marts/total.sql": model("kind: table", "select sum(n)::int as n from marts.further"),
};

/** Days, and what is made from them; a row came late, so that all is wrong where it is not computed again. */
async function prepared(): Promise<TestProject> {
  const project = testProject(files);
  await project.build({}, { clock });
  project.write({ "data/events.csv": csv("0,2024-01-02 10:00:00,5", ...firstRows) });
  return project;
}

const worker = await bundleWorker();
const template = templateOf(await prepared());
const action = { do: "build", options } as const;

/** What an undisturbed restatement leaves, and the calls that write once it is recorded as begun. */
async function undisturbed() {
  const project = copyOf(template);
  const before = await readersContent(project);
  const { messages } = await startWorker(worker, { dir: project.dir, action, clock }).ended;
  const after = await readersContent(project);
  for (const name of ["daily", "weekly", "by_day", "further", "total"].map((n) => `marts.${n}`))
    expect(after[name]).not.toEqual(before[name]);
  const begun = messages.findIndex((m) => m.type === "event" && m.event === "node_started");
  const writes = (of: readonly Message[]) =>
    of.flatMap((m) => (m.type === "write" ? [m.index] : []));
  // The last call before is the transaction that records it; those within count after it and are done before it.
  const [recorded = 0] = writes(messages.slice(0, begun)).slice(-1);
  return { after, writes: [recorded, ...writes(messages.slice(begun))] };
}

const whole = await undisturbed();

afterAll(() => rmSync(template, { recursive: true, force: true }));

function spread(items: readonly number[], wanted: number): readonly number[] {
  const last = items.length - 1;
  const picked = Math.min(items.length, wanted);
  return Array.from(
    { length: picked },
    (_, i) => items[Math.round((i / (picked - 1)) * last)] ?? 0,
  );
}

/** Kills a restatement, then builds as somebody who knows nothing of it does. */
async function killedAndFinished(where: Partial<WorkerOptions>): Promise<void> {
  const project = copyOf(template);
  const ended = await startWorker(worker, { dir: project.dir, action, clock, ...where }).ended;
  expect(ended).toMatchObject({ killed: true, stderr: "" });
  expect((await project.build({}, { clock })).summary.ok).toBe(true);
  expect(await readersContent(project)).toEqual(whole.after);
  rmSync(project.dir, { recursive: true });
}

describe("a restatement that is killed is brought to its end by a run that knows nothing of it, readers included", () => {
  it.each(["run.started", "kept.committed", "kept.committed:3", "batches.merged"])(
    "at %s",
    (failpoint) => killedAndFinished({ failpoint }),
    60_000,
  );

  it("after any call that writes", async () => {
    expect(whole.writes.length).toBeGreaterThan(25);
    for (const index of spread(whole.writes, most))
      await killedAndFinished({ kill: { at: "write", index, moment: "after" } });
  }, 300_000);
});
