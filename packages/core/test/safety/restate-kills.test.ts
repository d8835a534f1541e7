import { describe, expect, it } from "vitest";
import { bundleWorker } from "../process/bundle.js";
import { startWorker } from "../process/run-worker.js";
import { testProject, type TestProject } from "../project.js";
import { csv, daily, firstRows, model } from "./fault-project.js";
import { readersContent } from "./warehouse-content.js";

const clock = "2024-01-16T00:00:00Z";
const options = {
  select: ["raw.events", "marts.daily"],
  restate: { start: "2024-01-02", end: "2024-01-09" },
} as const;

/** Days, and weeks made from them; a row came late, so that both are wrong where they are not computed again. */
async function prepared(): Promise<TestProject> {
  const project = testProject({
    "models/raw/events.seed.yaml": "file: data/events.csv\n",
    "data/events.csv": csv(...firstRows),
    "models/marts/daily.sql": daily(),
    "models/marts/weekly.sql": model(
      "kind: { type: incremental_by_time, time: week, grain: week, start: 2024-01-01 }",
      "select date_trunc('week', day)::date as week, sum(n)::int as n from marts.daily where day >= $start and day < $end group by all",
    ),
  });
  await project.build({}, { clock });
  project.write({ "data/events.csv": csv("0,2024-01-02 10:00:00,5", ...firstRows) });
  return project;
}

const worker = await bundleWorker();

describe("a restatement that is killed", () => {
  it.each(["run.started", "kept.committed", "kept.committed:3", "batches.merged"])(
    "at %s is brought to its end by a run that knows nothing of it, readers included",
    async (failpoint) => {
      const whole = await prepared();
      await whole.build(options, { clock });
      const project = await prepared();
      const action = { do: "build", options } as const;
      const ended = await startWorker(worker, { dir: project.dir, action, clock, failpoint }).ended;
      expect(ended).toMatchObject({ killed: true, stderr: "" });
      expect((await project.build({}, { clock })).summary.ok).toBe(true);
      expect(await readersContent(project)).toEqual(await readersContent(whole));
    },
    60_000,
  );
});
