import path from "node:path";
import type { Bench, Measurement } from "../bench.js";
import { bareBindStatements } from "../generate/bare-sql.js";
import { generateLayers } from "../generate/layers.js";
import { writeSluiceProject } from "../generate/sluice-project.js";
import { writeBareProject } from "../measure/bare-project.js";
import { measurement } from "../measure/compare.js";
import { interleave } from "../measure/interleave.js";
import { dropCaches, dropWarehouse } from "../measure/sluice.js";
import { exponent, pairedRatio } from "../measure/statistics.js";
import { spent } from "../tasks/stopwatch.js";
import { runTask, type TaskRun } from "../tasks/tasks.js";

const steps = ["load", "graph", "validate", "plan"] as const;

/** How the cost of a node grows with the project. */
export const growth: Bench = {
  name: "growth",
  description: "Load, resolve, validate and plan from small to large projects; 1 is linear.",
  async run({ runs, sizes, workDir }) {
    const subjects = sizes.growth.map((count) =>
      prepare(path.join(workDir, `growth-${count}`), count),
    );
    const samples = await interleave(Math.min(runs, 3), {
      ...Object.fromEntries(subjects.map((s) => [`ours ${s.count}`, s.plan])),
      ...Object.fromEntries(subjects.map((s) => [`bare ${s.count}`, s.bind])),
    });
    const costs = (side: "ours" | "bare", count: number, phases: readonly string[]) =>
      (samples[`${side} ${count}`] ?? []).map((run) => perNode(run, phases, count));
    const [least, most] = [sizes.growth[0] ?? 1, sizes.growth.at(-1) ?? 1];
    const compare = (what: string, side: "ours" | "bare", phases: readonly string[]) =>
      measurement("us/node", {
        what: `${what}, ${most} nodes`,
        ours: costs(side, most, phases),
        against: { what: `${least} nodes`, samples: costs(side, least, phases) },
      });
    return [
      { ...compare("all steps", "ours", steps), bar: { of: "ratio", max: 1.2 } as const },
      ...sizes.growth.slice(1).map((count, i) => {
        const before = sizes.growth[i] ?? 1;
        return exponents(
          [before, count],
          [costs("ours", before, steps), costs("ours", count, steps)],
        );
      }),
      ...steps.map((step) => compare(step, "ours", [step])),
      compare("engine alone: bind the same selects", "bare", ["run"]),
      ...subjects.map((s) => memory(s.count, samples[`ours ${s.count}`] ?? [])),
    ];
  },
};

/** The power with which all steps grow from one size to the next. */
function exponents(
  [few, many]: readonly [number, number],
  [before, after]: readonly [readonly number[], readonly number[]],
): Measurement {
  const ours = exponent(few, many, pairedRatio(after, before));
  return { what: `growth of all steps, ${few} to ${many} nodes`, unit: "exponent", ours };
}

type Timed = TaskRun<"sluice-phases"> | TaskRun<"bare-build">;

function prepare(dir: string, count: number) {
  const models = generateLayers({ models: count, kinds: "mix" });
  writeSluiceProject(dir, { models });
  const bare = writeBareProject(dir, bareBindStatements(models), { memory: true });
  return {
    count,
    plan: async (): Promise<Timed> => {
      dropCaches(dir);
      dropWarehouse(dir);
      const run = await runTask("sluice-phases", { dir, steps: ["graph", "validate", "plan"] });
      if (run.result.planned !== count)
        throw new Error(`Planned ${run.result.planned} of ${count}.`);
      return run;
    },
    bind: async (): Promise<Timed> => bare.run(),
  };
}

/** Microseconds a node in some of the phases. */
function perNode(run: Timed, phases: readonly string[], count: number): number {
  return (spent(run.result.phases, phases) * 1000) / count;
}

function memory(count: number, runs: readonly Timed[]): Measurement {
  return measurement("MB", {
    what: `peak memory, plan of ${count} nodes`,
    ours: runs.map((run) => run.peakMegabytes ?? Number.NaN),
    bar: count === 10_000 ? { of: "ours", max: 700 } : undefined,
  });
}
