import path from "node:path";
import type { Bench, BenchOptions, Measurement } from "../bench.js";
import { dailyEvents, eventDate } from "../generate/daily-events.js";
import { databaseFile, writeSluiceProject } from "../generate/sluice-project.js";
import { writeStatements } from "../measure/bare-project.js";
import { cpuSeconds, measurement } from "../measure/compare.js";
import { copyDatabase, physicalTable } from "../measure/database-copy.js";
import { interleave } from "../measure/interleave.js";
import { assertSameContents } from "../measure/verify.js";
import { spent } from "../tasks/stopwatch.js";
import { runTask, type TaskRun } from "../tasks/tasks.js";

/** One more day of tables that are filled day by day. */
export const incrementalDay: Bench = {
  name: "incremental-day",
  description: "One more day of a young and of an old table, and against delete and insert.",
  async run(options) {
    return [
      ...(await oneMoreDay(options, { checked: false })),
      ...(await oneMoreDay(options, { checked: true })),
    ];
  },
};

async function oneMoreDay(
  options: BenchOptions,
  variant: { readonly checked: boolean },
): Promise<readonly Measurement[]> {
  const { runs, sizes, log } = options;
  const [young, old] = [
    await prepare(options, { ...variant, days: sizes.ages[0] }),
    await prepare(options, { ...variant, days: sizes.ages[1] }),
  ];
  const samples = await interleave(runs, {
    young: young.day,
    old: old.day,
    bareYoung: young.bareDay,
    bareOld: old.bareDay,
  });
  const rows = (await young.verify()) + (await old.verify());
  log(`${rows} rows are the same on both sides`);
  const with_ = variant.checked ? "with row checks" : "without checks";
  const what = `one more day, ${with_}`;
  const days = (count: number) => `${count} days`;
  const bareNames = { young: "delete and insert, young", old: "delete and insert" };
  const [few, many] = [days(young.days), days(old.days)];
  return [
    measurement("s", {
      what: `${what}, ${many}`,
      ours: samples.old.map(ourSeconds),
      against: { what: few, samples: samples.young.map(ourSeconds) },
      bar: { of: "ratio", max: 1.1 },
    }),
    measurement("s", {
      what: `processor time of the process, ${with_}, ${many}`,
      ours: cpuSeconds(samples.old),
      against: { what: few, samples: cpuSeconds(samples.young) },
    }),
    measurement("s", {
      what: `${what}, ${many}`,
      ours: samples.old.map(ourSeconds),
      against: { what: bareNames.old, samples: samples.bareOld.map(bareSeconds) },
    }),
    measurement("s", {
      what: `${bareNames.old}, ${many}`,
      ours: samples.bareOld.map(bareSeconds),
      against: { what: few, samples: samples.bareYoung.map(bareSeconds) },
    }),
  ];
}

/** What is done to the warehouse. That the project is loaded and validated first does not depend on any table. */
function ourSeconds({ result }: TaskRun<"sluice-phases">): number {
  return spent(result.phases, ["plan", "build", "close"]) / 1000;
}

function bareSeconds({ result }: TaskRun<"bare-build">): number {
  return spent(result.phases, ["open", "run", "close"]) / 1000;
}

/** A table of so many days, and a copy of its warehouse for the statements alone. Each round adds a day to both. */
async function prepare(
  { sizes, workDir, log }: BenchOptions,
  { days, checked }: { readonly days: number; readonly checked: boolean },
) {
  const dir = path.join(workDir, `incremental-${days}${checked ? "-checked" : ""}`);
  const events = dailyEvents(sizes.dayRows, { checked });
  const model = `${events.schema}.${events.name}`;
  writeSluiceProject(dir, { models: [], files: [events.file] });
  const ours = path.join(dir, databaseFile);
  const other = path.join(dir, "bare", databaseFile);
  const build = (day: number) =>
    runTask("sluice-phases", {
      dir,
      steps: ["graph", "validate", "plan", "build"],
      now: eventDate(day),
    });
  const expectRows = (run: TaskRun<"sluice-phases">, expected: number) => {
    const found = run.result.rows[model];
    if (found !== expected) throw new Error(`Wrote ${found} rows of ${model}, not ${expected}.`);
    if (run.result.checks !== events.checks) throw new Error(`${run.result.checks} checks passed.`);
    return run;
  };
  log(`filling ${days} days`);
  expectRows(await build(days), days * sizes.dayRows);
  copyDatabase(ours, other);
  const target = await physicalTable(other, model);
  return {
    days,
    day: async (round: number) => expectRows(await build(days + round + 1), sizes.dayRows),
    bareDay: (round: number) => {
      const statements = writeStatements(dir, events.statements(days + round, target));
      return runTask("bare-build", { database: other, statements });
    },
    verify: () => assertSameContents([events], { ours, other }),
  };
}
