import { writeFileSync } from "node:fs";
import path from "node:path";
import type { Bench, BenchOptions, Measurement } from "../bench.js";
import { generateLayers } from "../generate/layers.js";
import { modelFile, modelText, qualified, writeSluiceProject } from "../generate/sluice-project.js";
import { measurement, megabytes } from "../measure/compare.js";
import { dropWarehouse } from "../measure/sluice.js";
import { interleave } from "../measure/interleave.js";
import { spent } from "../tasks/stopwatch.js";
import { runTask, type TaskRun } from "../tasks/tasks.js";

/** As `sluice plan` goes. */
const steps = ["graph", "validate", "open", "plan", "review", "json"] as const;
const phases = ["load", ...steps, "close"];

type Planned = TaskRun<"sluice-phases">;

/** Plans of large projects that are built. */
export const plan30k: Bench = {
  name: "plan-30k",
  description: "Plan of a small and of a large built project: nothing changed, one model changed.",
  async run(options) {
    const [small, large] = [
      await prepare(options, options.sizes.planned[0]),
      await prepare(options, options.sizes.planned[1]),
    ];
    const samples = await interleave(Math.min(options.runs, 3), {
      smallSame: small.same,
      largeSame: large.same,
      smallChanged: small.changed,
      largeChanged: large.changed,
    });
    const compare = (what: string, names: readonly string[], states: "Same" | "Changed") => ({
      what: `${what}, ${large.count} nodes`,
      ours: perNode(samples[`large${states}`], names, large.count),
      against: {
        what: `${small.count} nodes`,
        samples: perNode(samples[`small${states}`], names, small.count),
      },
    });
    const bar = { of: "ratio", max: 1.2 } as const;
    return [
      measurement("us/node", { ...compare("nothing changed", phases, "Same"), bar }),
      measurement("us/node", { ...compare("one changed", phases, "Changed"), bar }),
      ...phases.map((step) =>
        measurement("us/node", compare(`${step}, nothing changed`, [step], "Same")),
      ),
      memory("nothing changed", samples.largeSame, samples.smallSame),
      memory("one changed", samples.largeChanged, samples.smallChanged),
    ];
  },
};

/** Microseconds a node in some of the phases. */
function perNode(runs: readonly Planned[], names: readonly string[], count: number) {
  return runs.map(({ result }) => (spent(result.phases, names) * 1000) / count);
}

function memory(what: string, large: readonly Planned[], small: readonly Planned[]): Measurement {
  const [many, few] = [large[0]?.result.planned, small[0]?.result.planned];
  return measurement("MB", {
    what: `peak memory, ${what}, ${many} nodes`,
    ours: megabytes(large),
    against: { what: `${few} nodes`, samples: megabytes(small) },
  });
}

/** A project of tables and views, built once; its texts are known to the framework from then on. */
async function prepare({ workDir, log }: BenchOptions, count: number) {
  const dir = path.join(workDir, `plan-${count}`);
  const models = generateLayers({ models: count, kinds: "mix" });
  const middle = models[Math.floor(count / 2)];
  if (!middle) throw new Error("There are no models.");
  const file = path.join(dir, modelFile(middle));
  writeSluiceProject(dir, { models });
  dropWarehouse(dir);
  log(`building ${count} models`);
  await runTask("sluice-phases", { dir, steps: ["validate", "plan", "build"] });
  const plan = async (text: string, isExpected: (toBuild: readonly string[]) => boolean) => {
    writeFileSync(file, text);
    const run = await runTask("sluice-phases", { dir, steps, readOnly: true });
    const { planned, toBuild } = run.result;
    if (planned !== count || !isExpected(toBuild))
      throw new Error(`Planned ${planned} of ${count} models, ${toBuild.length} to build.`);
    return run;
  };
  return {
    count,
    same: () => plan(modelText(middle), (toBuild) => toBuild.length === 0),
    changed: (round: number) =>
      plan(
        `select * from (${modelText(middle)}) as changed where id >= -${round + 1}\n`,
        (toBuild) => toBuild.includes(qualified(middle)),
      ),
  };
}
