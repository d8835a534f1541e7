import type { Bench, BenchOptions, Measurement } from "../bench.js";
import type { GeneratedModel } from "../generate/layers.js";
import { measurement, megabytes, seconds } from "../measure/compare.js";
import { interleave } from "../measure/interleave.js";
import { prepareWorkload } from "../measure/workload.js";
import { tpchData, tpchProject } from "../tpch/data.js";
import { heavyModels, tpchQueries } from "../tpch/models.js";

/** TPC-H's 22 queries, none reading another: many middling statements. */
export const tpch: Bench = {
  name: "tpch",
  description: "TPC-H's 22 queries as models against the same SQL on one connection.",
  run: (options) => against(options, "tpch", tpchQueries()),
};

/** A chain of few large models: what the framework adds to heavy work. */
export const heavy: Bench = {
  name: "heavy",
  description: "A chain of few heavy models against the same SQL on one connection.",
  run: (options) => against(options, "heavy", heavyModels()),
};

async function against(
  options: BenchOptions,
  name: string,
  models: readonly GeneratedModel[],
): Promise<readonly Measurement[]> {
  const project = { models, ...tpchProject(await tpchData(options)) };
  const { build, bare, verify } = prepareWorkload(options, name, project);
  const samples = await interleave(options.runs, {
    ours: () => build(),
    bare: () => bare.run(),
  });
  const rows = await verify();
  if (rows === 0) throw new Error(`The models of ${name} are all empty.`);
  options.log(`${rows} rows are the same on both sides`);
  const what = `${name}, ${models.length} models at scale ${options.sizes.scale}`;
  const bareName = "the statements alone";
  return [
    measurement("s", {
      what,
      ours: seconds(samples.ours),
      against: { what: bareName, samples: seconds(samples.bare) },
      bar: { of: "ratio", max: 1.05 },
    }),
    measurement("MB", {
      what: `peak memory, ${what}`,
      ours: megabytes(samples.ours),
      against: { what: bareName, samples: megabytes(samples.bare) },
    }),
  ];
}
