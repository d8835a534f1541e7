import path from "node:path";
import type { Bench, BenchOptions } from "../bench.js";
import {
  changeCustomers,
  changedOf,
  customersHistory,
  loadCustomers,
  updateByHand,
} from "../generate/customers.js";
import { databaseFile, writeSluiceProject } from "../generate/sluice-project.js";
import { writeStatements } from "../measure/bare-project.js";
import { measurement } from "../measure/compare.js";
import { copyDatabase, physicalTable } from "../measure/database-copy.js";
import { interleave } from "../measure/interleave.js";
import { assertSameContents } from "../measure/verify.js";
import { spent } from "../tasks/stopwatch.js";
import { runTask, type TaskRun } from "../tasks/tasks.js";

const model = `${customersHistory.schema}.${customersHistory.name}`;
/** When each run takes place. */
const times = {
  first: "2026-01-01T00:00:00",
  changed: "2026-01-02T00:00:00",
  same: "2026-01-03T00:00:00",
} as const;

type Day = keyof typeof times;

/** Runs of a snapshot of many keys. */
export const snapshot1m: Bench = {
  name: "snapshot-1m",
  description: "A snapshot of many keys: first run, a hundredth changed, nothing changed.",
  async run(options) {
    const { runs, sizes, log } = options;
    const changed = Math.ceil(sizes.snapshotKeys / changedOf);
    const { samples: subjects, verify } = await prepare(options, changed);
    const samples = await interleave(runs, subjects);
    log(`${await verify()} rows are the same on both sides`);
    const keys = `${sizes.snapshotKeys} keys`;
    const someChanged = { what: `${changed} of ${keys} changed`, ours: seconds(samples.changed) };
    return [
      measurement("s", {
        ...someChanged,
        against: { what: "first run", samples: seconds(samples.first) },
      }),
      measurement("s", {
        ...someChanged,
        against: { what: "by hand", samples: seconds(samples.byHand) },
      }),
      measurement("rows", {
        what: `rows written, ${someChanged.what}`,
        ours: rowsWritten(samples.changed),
        against: { what: "first run", samples: rowsWritten(samples.first) },
        bar: { of: "ours", max: 2 * changed },
      }),
      measurement("s", {
        what: `nothing of ${keys} changed`,
        ours: seconds(samples.same),
        against: { what: "reading the source once", samples: seconds(samples.read) },
      }),
    ];
  },
};

/** What is done to the warehouse; for us without loading and validating the project. */
function seconds(runs: readonly (TaskRun<"sluice-phases"> | TaskRun<"bare-build">)[]) {
  return runs.map(({ result }) => {
    const isOurs = "plan" in result.phases;
    const phases = isOurs ? ["plan", "build", "close"] : ["open", "run", "close"];
    return spent(result.phases, phases) / 1000;
  });
}

function rowsWritten(runs: readonly TaskRun<"sluice-phases">[]): readonly number[] {
  return runs.map(({ result }) => result.rows[model] ?? Number.NaN);
}

/** Warehouses as they are before each run, of which every sample takes a copy. */
async function prepare({ sizes, workDir, log }: BenchOptions, changed: number) {
  const { snapshotKeys: keys } = sizes;
  const dir = path.join(workDir, "snapshot");
  const expected = { first: keys, changed: 2 * changed, same: 0 };
  writeSluiceProject(dir, { models: [], files: customersHistory.files });
  const warehouse = path.join(dir, databaseFile);
  const file = (folder: string) => path.join(dir, folder, databaseFile);
  const bare = (database: string, statements: readonly string[]) =>
    runTask("bare-build", { database, statements: writeStatements(dir, statements) });
  const run = async (day: Day) => {
    const steps = ["graph", "validate", "plan", "build"] as const;
    const done = await runTask("sluice-phases", { dir, now: times[day], steps });
    if (done.result.rows[model] !== expected[day])
      throw new Error(`Wrote ${done.result.rows[model]} rows where ${day}.`);
    return done;
  };
  const changes = { first: loadCustomers(keys), changed: changeCustomers, same: [] };
  for (const day of ["first", "changed", "same"] as const) {
    log(`a warehouse before the run: ${day}`);
    await bare(warehouse, changes[day]);
    copyDatabase(warehouse, file(day));
    await run(day);
  }
  const sample = (day: Day) => () => {
    copyDatabase(file(day), warehouse);
    return run(day);
  };
  const target = await physicalTable(file("changed"), model);
  return {
    samples: {
      first: sample("first"),
      changed: async () => {
        const done = await sample("changed")();
        copyDatabase(warehouse, file("ours"));
        return done;
      },
      byHand: () => {
        copyDatabase(file("changed"), file("by-hand"));
        return bare(file("by-hand"), updateByHand(target, times.changed));
      },
      same: sample("same"),
      read: () => bare(file("same"), [`select max(columns(*)) from ${customersHistory.source}`]),
    },
    verify: () =>
      assertSameContents([customersHistory], { ours: file("ours"), other: file("by-hand") }),
  };
}
