import path from "node:path";
import type { Bench, BenchOptions, Measurement } from "../bench.js";
import { databaseFile, writeSluiceProject } from "../generate/sluice-project.js";
import { writeStatements } from "../measure/bare-project.js";
import { measurement } from "../measure/compare.js";
import { physicalTable } from "../measure/database-copy.js";
import { interleave } from "../measure/interleave.js";
import type { Step } from "../tasks/sluice-phases.js";
import { runTask, type TaskRun } from "../tasks/tasks.js";

const dayMs = 86_400_000;
const start = Date.UTC(2015, 0, 1);
const model = "marts.readings";
/** A plan takes milliseconds: one process makes it several times. */
const again: readonly Step[] = Array.from({ length: 10 }, () => "again");

/** What of its time a table has, as rows of the state: ranges `[start, end)` in days from the start. */
const states = {
  "everything missing": () => [],
  "everything done": (days: number) => [[0, days]],
  "every second day missing": (days: number) =>
    Array.from({ length: Math.ceil(days / 2) }, (_, i) => [2 * i, 2 * i + 1]),
} as const satisfies Record<string, (days: number) => readonly (readonly number[])[]>;

type State = keyof typeof states;

/** Plans of a table that is cut into five minutes, and of one that is cut into days. */
export const fiveMinute: Bench = {
  name: "five-minute",
  description: "Plan of a table of five-minute intervals since 2015 against one of days.",
  async run(options) {
    const fine = await prepare(options, { grain: "5 minutes", perDay: 288 });
    const coarse = await prepare(options, { grain: "day", perDay: 1 });
    const measured: Measurement[] = [];
    for (const state of Object.keys(states) as State[]) {
      await fine.enter(state);
      await coarse.enter(state);
      const samples = await interleave(options.runs, { fine: fine.plan, coarse: coarse.plan });
      const [{ result } = { result: { batches: 0 } }] = samples.fine;
      measured.push(
        measurement("ms", {
          what: `plan, ${state} (${result.batches} intervals of 5 minutes to compute)`,
          ours: samples.fine.map(planMilliseconds),
          against: { what: "days", samples: samples.coarse.map(planMilliseconds) },
          bar: { of: "ratio", max: 1.2 },
        }),
      );
    }
    return measured;
  },
};

function planMilliseconds({ result }: TaskRun<"sluice-phases">): number {
  return (result.phases["again"] ?? Number.NaN) / again.length;
}

/** A table of which a last day was computed, one query for each interval, so that it is there. */
async function prepare(
  { sizes, workDir }: BenchOptions,
  { grain, perDay }: { readonly grain: string; readonly perDay: number },
) {
  const days = sizes.fiveMinuteDays;
  const dir = path.join(workDir, `five-minute-${perDay}`);
  const database = path.join(dir, databaseFile);
  const now = iso(days);
  const header = `kind: { type: incremental_by_time, time: at, grain: ${grain}, start: 2015-01-01, batch_size: 1 }`;
  const text = `/* model\n${header}\n*/\nselect cast($start as timestamp) as at, 1 as value\n`;
  writeSluiceProject(dir, { models: [], files: [["models/marts/readings.sql", text]] });
  const window = { start: iso(days - 1) };
  await runTask("sluice-phases", { dir, now, window, steps: ["validate", "plan", "build"] });
  const table = (await physicalTable(database, model)).replace(/^.*\."|"$/g, "");
  let missing = 0;
  return {
    enter: async (state: State) => {
      const done = states[state](days);
      missing = perDay * done.reduce((left, [from = 0, to = 0]) => left - (to - from), days);
      const rows = done.map(
        ([from, to]) => `('${table}', timestamp '${iso(from ?? 0)}', timestamp '${iso(to ?? 0)}')`,
      );
      const intervals = "_sluice.intervals";
      const statements = writeStatements(dir, [
        `delete from ${intervals}`,
        ...(rows.length > 0
          ? [`insert into ${intervals} (physical, start_at, end_at) values ${rows.join(", ")}`]
          : []),
      ]);
      await runTask("bare-build", { database, statements });
    },
    plan: async () => {
      const steps: readonly Step[] = ["validate", "plan", ...again];
      const run = await runTask("sluice-phases", { dir, now, steps, readOnly: true });
      if (run.result.batches !== missing)
        throw new Error(`${run.result.batches} intervals are planned, not ${missing}.`);
      return run;
    },
  };
}

/** So many days after the start. */
function iso(days: number): string {
  return new Date(start + days * dayMs).toISOString().slice(0, 19);
}
