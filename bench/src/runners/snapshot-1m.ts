import { writeFileSync } from "node:fs";
import path from "node:path";
import type { Bench, BenchOptions } from "../bench.js";
import {
  changedOf,
  customersFile,
  customersHistory,
  customersStatements,
  type CustomersVersion,
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
const days = {
  first: "2026-01-01T00:00:00",
  changed: "2026-01-02T00:00:00",
  same: "2026-01-03T00:00:00",
};

/** Runs of a snapshot of many keys. */
export const snapshot1m: Bench = {
  name: "snapshot-1m",
  description: "A snapshot of many keys: first run, a hundredth changed, nothing changed.",
  async run(options) {
    const { runs, sizes, log } = options;
    const changed = Math.ceil(sizes.snapshotKeys / changedOf);
    const subjects = await prepare(options, changed);
    const samples = await interleave(runs, subjects.samples);
    log(`${await subjects.verify()} rows are the same on both sides`);
    const ours = (all: readonly TaskRun<"sluice-phases">[]) =>
      all.map(({ result }) => spent(result.phases, ["plan", "build", "close"]) / 1000);
    const bare = (all: readonly TaskRun<"bare-build">[]) =>
      all.map(({ result }) => spent(result.phases, ["open", "run", "close"]) / 1000);
    const what = `${sizes.snapshotKeys} keys`;
    return [
      measurement("s", {
        what: `${changed} of ${what} changed`,
        ours: ours(samples.changed),
        against: { what: "first run", samples: ours(samples.first) },
      }),
      measurement("s", {
        what: `${changed} of ${what} changed`,
        ours: ours(samples.changed),
        against: { what: "by hand", samples: bare(samples.byHand) },
      }),
      measurement("rows", {
        what: `rows written, ${changed} of ${what} changed`,
        ours: samples.changed.map(({ result }) => result.rows[model] ?? Number.NaN),
        against: {
          what: "first run",
          samples: samples.first.map(({ result }) => result.rows[model] ?? Number.NaN),
        },
        bar: { of: "ours", max: 2 * changed },
      }),
      measurement("s", {
        what: `nothing of ${what} changed`,
        ours: ours(samples.same),
        against: { what: "reading the source once", samples: bare(samples.read) },
      }),
    ];
  },
};

/** Warehouses as they are before each run, of which every sample takes a copy. */
async function prepare({ sizes, workDir, log }: BenchOptions, changed: number) {
  const { snapshotKeys: keys } = sizes;
  const dir = path.join(workDir, "snapshot");
  const warehouse = path.join(dir, databaseFile);
  const before = (version: string) => path.join(dir, version, databaseFile);
  writeSluiceProject(dir, {
    models: [],
    files: [customersHistory.file, customersFile(keys, "first")],
  });
  const enter = (version: CustomersVersion) => {
    const [file, text] = customersFile(keys, version);
    writeFileSync(path.join(dir, file), text);
  };
  const build = (version: CustomersVersion, select?: readonly string[]) =>
    runTask("sluice-phases", {
      dir,
      now: days[version],
      select,
      steps: ["graph", "validate", "plan", "build"],
    });
  for (const version of ["first", "changed", "same"] as const) {
    log(`source: ${version}`);
    enter(version);
    await build(version, ["staging.customers"]);
    copyDatabase(warehouse, before(version));
    await build(version);
  }
  const expected = { first: keys, changed: 2 * changed, same: 0 };
  const sample = (version: CustomersVersion) => async () => {
    enter(version);
    copyDatabase(before(version), warehouse);
    const run = await build(version);
    if (run.result.rows[model] !== expected[version])
      throw new Error(`${version}: wrote ${run.result.rows[model]} rows.`);
    if (version === "changed") copyDatabase(warehouse, before("ours"));
    return run;
  };
  const bare = (statements: readonly string[], from: CustomersVersion) => () => {
    copyDatabase(before(from), before("bare"));
    return runTask("bare-build", {
      database: before("bare"),
      statements: writeStatements(dir, statements),
    });
  };
  const target = await physicalTable(before("changed"), model);
  return {
    samples: {
      first: sample("first"),
      changed: sample("changed"),
      byHand: async () => {
        const run = await bare(customersStatements(target, days.changed), "changed")();
        copyDatabase(before("bare"), before("by-hand"));
        return run;
      },
      same: sample("same"),
      read: bare(["select max(columns(*)) from staging.customers"], "same"),
    },
    verify: () =>
      assertSameContents([customersHistory], { ours: before("ours"), other: before("by-hand") }),
  };
}
