import path from "node:path";
import type { Bench, BenchOptions } from "../bench.js";
import { generateLayers } from "../generate/layers.js";
import { databaseFile, writeSluiceProject } from "../generate/sluice-project.js";
import { writeStatements } from "../measure/bare-project.js";
import { measurement } from "../measure/compare.js";
import { copyDatabase, readDatabase } from "../measure/database-copy.js";
import { interleave } from "../measure/interleave.js";
import { spent } from "../tasks/stopwatch.js";
import type { Step } from "../tasks/sluice-phases.js";
import { runTask, type TaskRun } from "../tasks/tasks.js";

/** The environment that all others are like. */
const pattern = "e_0";
const steps: readonly Step[] = ["validate", "open", "plan", "environments"];

/** Plans and lists in a warehouse with many environments. */
export const environments1000: Bench = {
  name: "environments-1000",
  description: "Plan and list environments in a warehouse with many of them against one.",
  async run(options) {
    const { few, many } = await prepare(options);
    const samples = await interleave(options.runs, {
      few: () => few.plan("prod"),
      many: () => many.plan("prod"),
      fewNew: () => few.plan("fresh"),
      manyNew: () => many.plan("fresh"),
      fewOpened: few.open,
      manyOpened: many.open,
    });
    const { shownModels } = options.sizes;
    const compare = <T>(
      what: string,
      [ours, others]: readonly [readonly T[], readonly T[]],
      seconds: (run: T) => number,
    ) =>
      measurement("s", {
        what: `${what}, ${many.count} environments of ${shownModels} models`,
        ours: ours.map(seconds),
        against: { what: `${few.count}`, samples: others.map(seconds) },
      });
    const step = (name: Step) => (run: TaskRun<"sluice-phases">) =>
      spent(run.result.phases, [name]) / 1000;
    const prod = [samples.many, samples.few] as const;
    return [
      compare("plan of prod", prod, step("plan")),
      compare("plan of a new one", [samples.manyNew, samples.fewNew], step("plan")),
      compare("list of them", prod, step("environments")),
      compare("opening the warehouse", prod, step("open")),
      compare(
        "engine alone: opening the file",
        [samples.manyOpened, samples.fewOpened],
        ({ result }) => spent(result.phases, ["open", "run"]) / 1000,
      ),
      measurement("s", {
        what: `whole process, plan of prod, ${many.count} environments`,
        ours: samples.many.map((run) => run.milliseconds / 1000),
        against: {
          what: "engine alone: open, close",
          samples: samples.manyOpened.map((run) => run.milliseconds / 1000),
        },
      }),
    ];
  },
};

/** The same warehouse twice: with production and one environment, and with many like it. */
async function prepare({ sizes, workDir, log }: BenchOptions) {
  const models = generateLayers({ models: sizes.shownModels });
  const [fewDir, manyDir] = [
    path.join(workDir, "environments-one"),
    path.join(workDir, "environments-many"),
  ];
  for (const dir of [fewDir, manyDir]) writeSluiceProject(dir, { models });
  for (const environment of ["prod", pattern])
    await runTask("sluice-phases", {
      dir: fewDir,
      environment,
      steps: ["validate", "plan", "build"],
    });
  copyDatabase(path.join(fewDir, databaseFile), path.join(manyDir, databaseFile));
  log(`adding ${sizes.environments} environments`);
  await addEnvironments(manyDir, sizes.environments);
  return {
    few: subject(fewDir, { count: 1, models: sizes.shownModels }),
    many: subject(manyDir, { count: 1 + sizes.environments, models: sizes.shownModels }),
  };
}

function subject(
  dir: string,
  { count, models }: { readonly count: number; readonly models: number },
) {
  const database = path.join(dir, databaseFile);
  return {
    count,
    plan: async (environment: string) => {
      const run = await runTask("sluice-phases", { dir, environment, steps, readOnly: true });
      const { planned, toBuild, environments } = run.result;
      if (planned !== models || toBuild.length > 0 || environments !== count + 1)
        throw new Error(`${toBuild.length} of ${planned} to build, ${environments} environments.`);
      return run;
    },
    open: () => runTask("bare-build", { database, statements: writeStatements(dir, ["select 1"]) }),
  };
}

/** Writes views and state of further environments like the first: what that many builds would leave. */
async function addEnvironments(dir: string, count: number): Promise<void> {
  const database = path.join(dir, databaseFile);
  const shown = await readDatabase(
    database,
    `select view_schema, view_name, physical from _sluice.environments where environment = '${pattern}'`,
  );
  const schemas = [...new Set(shown.map((row) => String(row["view_schema"])))];
  const statements = Array.from({ length: count }, (_, i) => {
    const name = `e_${i + 1}`;
    const own = (schema: string) => schema.replace(`__${pattern}`, `__${name}`);
    const views = shown.map(
      (row) =>
        `create view ${own(String(row["view_schema"]))}.${String(row["view_name"])} as select * from _sluice."${String(row["physical"])}"`,
    );
    return [
      ...schemas.map((schema) => `create schema ${own(schema)}`),
      ...views,
      ...["environments", "promotions"].map((table) => copyRows(table, name)),
      `insert into _sluice.environment_settings select * replace ('${name}' as environment) from _sluice.environment_settings where environment = '${pattern}'`,
    ].join(";\n");
  });
  await runTask("bare-build", {
    database,
    statements: writeStatements(dir, ["begin", ...statements, "commit"]),
  });
}

function copyRows(table: string, name: string): string {
  const renamed = `'${name}' as environment, replace(view_schema, '__${pattern}', '__${name}') as view_schema`;
  return `insert into _sluice.${table} select * replace (${renamed}) from _sluice.${table} where environment = '${pattern}'`;
}
