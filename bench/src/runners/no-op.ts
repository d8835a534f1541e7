import type { Bench, BenchOptions, Measurement } from "../bench.js";
import { generateLayers } from "../generate/layers.js";
import { beyond, cpuSeconds, measurement, megabytes, seconds } from "../measure/compare.js";
import { interleave } from "../measure/interleave.js";
import { nodeStartUp, sluiceBuild } from "../measure/sluice.js";
import { prepareWorkload } from "../measure/workload.js";

/** A build when nothing has changed. */
export const noOp: Bench = {
  name: "no-op",
  description: "Build of an unchanged project, beyond the start of a Node process.",
  async run(options) {
    const { models, manyModels } = options.sizes;
    return [
      ...(await unchanged(options, models, 0.5)),
      ...(await unchanged(options, manyModels, 3)),
    ];
  },
};

async function unchanged(
  options: BenchOptions,
  count: number,
  maxSeconds: number,
): Promise<Measurement[]> {
  const models = generateLayers({ models: count });
  const { dir, build } = prepareWorkload(options, `no-op-${count}`, { models });
  options.log(`building ${count} tables`);
  await build();
  const samples = await interleave(options.runs, {
    unchanged: async () => {
      const again = await sluiceBuild(dir);
      if (again.reused !== count) throw new Error(`Reused ${again.reused} of ${count} models.`);
      return again;
    },
    node: nodeStartUp,
  });
  return [
    measurement("s", {
      what: `nothing changed, ${count} tables`,
      ours: beyond(seconds(samples.unchanged), seconds(samples.node)),
      bar: { of: "ours", max: maxSeconds },
    }),
    measurement("s", {
      what: `processor time, nothing changed, ${count} tables`,
      ours: beyond(cpuSeconds(samples.unchanged), cpuSeconds(samples.node)),
    }),
    measurement("MB", {
      what: `peak memory, nothing changed, ${count} tables`,
      ours: megabytes(samples.unchanged),
      against: { what: "node alone", samples: megabytes(samples.node) },
    }),
  ];
}
