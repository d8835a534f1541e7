import type { Bench } from "../bench.js";
import { generateLayers } from "../generate/layers.js";
import { measurement, megabytes, seconds } from "../measure/compare.js";
import { interleave } from "../measure/interleave.js";
import { prepareWorkload } from "../measure/workload.js";

/** A first build of many tiny tables: what the framework costs a node. */
export const perNode: Bench = {
  name: "per-node",
  description: "First build of many tiny tables against the same statements run bare.",
  async run(options) {
    const { runs, sizes, log } = options;
    const models = generateLayers({ models: sizes.models });
    const { build, bare, verify } = prepareWorkload(options, "per-node", { models });
    const samples = await interleave(runs, {
      cold: () => build(),
      warm: () => build({ caches: true }),
      bare: () => bare.run(),
    });
    log(`${await verify()} rows are the same on both sides`);
    const count = `${models.length} tables`;
    const time = { what: "the statements alone", samples: seconds(samples.bare) };
    return [
      measurement("s", {
        what: `first build, ${count}`,
        ours: seconds(samples.cold),
        against: time,
        bar: { of: "ratio", max: 1.5 },
      }),
      measurement("s", {
        what: `first build, ${count}, texts known`,
        ours: seconds(samples.warm),
        against: time,
      }),
      measurement("MB", {
        what: `peak memory, first build, ${count}`,
        ours: megabytes(samples.cold),
        against: { what: "the statements alone", samples: megabytes(samples.bare) },
        bar: { of: "ours", max: 200 },
      }),
    ];
  },
};
