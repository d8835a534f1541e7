import path from "node:path";
import type { Bench, Measurement } from "../bench.js";
import { bareBindStatements } from "../generate/bare-sql.js";
import { generateLayers } from "../generate/layers.js";
import { writeSluiceProject } from "../generate/sluice-project.js";
import { writeBareProject } from "../measure/bare-project.js";
import { measurement } from "../measure/compare.js";
import { interleave } from "../measure/interleave.js";
import { dropCaches, dropWarehouse } from "../measure/sluice.js";
import { exponent, median } from "../measure/statistics.js";
import { runTask, type TaskRun } from "../tasks/tasks.js";

const steps = ["load", "graph", "validate", "plan"] as const;

/** How the cost of a node grows with the project. */
export const growth: Bench = {
  name: "growth",
  description: "Load, resolve, validate and plan from small to large projects; 1 is linear.",
  async run({ runs, sizes, workDir, log }) {
    const subjects = sizes.growth.map((count) =>
      prepare(path.join(workDir, `growth-${count}`), count),
    );
    const rounds = Math.min(runs, 3);
    const samples = await interleave(rounds, {
      ...Object.fromEntries(subjects.map((s) => [`ours ${s.count}`, s.plan])),
      ...Object.fromEntries(subjects.map((s) => [`bare ${s.count}`, s.bind])),
    });
    const [least, most] = [subjects[0]?.count ?? 1, subjects.at(-1)?.count ?? 1];
    const costs = (side: string, count: number, phases: readonly string[]) =>
      (samples[`${side} ${count}`] ?? []).map((run) => perNode(run, phases, count));
    const compare = (what: string, side: string, phases: readonly string[]): Measurement[] => {
      const [few, many] = [costs(side, least, phases), costs(side, most, phases)];
      const cost = measurement("us/node", {
        what: `${what}, ${most} nodes`,
        ours: many,
        against: { what: `${least} nodes`, samples: few },
      });
      log(`${what}: exponent ${exponent(least, most, median(many) / median(few)).toFixed(2)}`);
      return [cost];
    };
    const [total] = compare("all steps", "ours", steps);
    const ratio = total?.against?.ratio ?? Number.NaN;
    return [
      ...(total ? [{ ...total, bar: { of: "ratio", max: 1.2 } as const }] : []),
      {
        what: `growth, ${least} to ${most} nodes`,
        unit: "exponent",
        ours: exponent(least, most, ratio),
      },
      ...steps.flatMap((step) => compare(step, "ours", [step])),
      ...compare("engine alone: bind the same selects", "bare", ["run"]),
      ...subjects.map((s) => memory(s.count, samples[`ours ${s.count}`] ?? [])),
    ];
  },
};

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
      const run = await runTask("sluice-phases", { dir, until: "plan" });
      if (run.result.planned !== count)
        throw new Error(`Planned ${run.result.planned} of ${count}.`);
      return run;
    },
    bind: async (): Promise<Timed> => bare.run(),
  };
}

/** Microseconds a node in some of the phases. */
function perNode(run: Timed, phases: readonly string[], count: number): number {
  const spent = phases.reduce((sum, phase) => sum + (run.result.phases[phase] ?? Number.NaN), 0);
  return (spent * 1000) / count;
}

function memory(count: number, runs: readonly Timed[]): Measurement {
  return measurement("MB", {
    what: `peak memory, plan of ${count} nodes`,
    ours: runs.map((run) => run.peakMegabytes ?? Number.NaN),
    bar: count === 10_000 ? { of: "ours", max: 700 } : undefined,
  });
}
