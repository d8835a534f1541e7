import type { Bench } from "../bench.js";
import { generateLayers } from "../generate/layers.js";
import { cpuSeconds, measurement, megabytes, seconds } from "../measure/compare.js";
import { interleave } from "../measure/interleave.js";
import { prepareWorkload } from "../measure/workload.js";

/** What `duckdb()` gives a new file; DuckDB's own default is 262144. */
const sluiceBlockSize = 65_536;

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
      sameBlocks: () => bare.run({ blockSize: sluiceBlockSize }),
      bare: () => bare.run(),
    });
    log(`${await verify()} rows are the same on both sides`);
    const count = `${models.length} tables`;
    const bareNames = { bare: "the statements alone", sameBlocks: "the same in blocks of 64 KiB" };
    const against = (side: "bare" | "sameBlocks", of: typeof seconds) => ({
      what: bareNames[side],
      samples: of(samples[side]),
    });
    const cold = { what: `first build, ${count}`, ours: seconds(samples.cold) };
    const warm = { what: `first build, ${count}, texts known`, ours: seconds(samples.warm) };
    const peak = { what: `peak memory, first build, ${count}`, ours: megabytes(samples.cold) };
    const bar = { of: "ratio", max: 1.5 } as const;
    return [
      measurement("s", { ...cold, against: against("bare", seconds), bar }),
      measurement("s", { ...warm, against: against("bare", seconds) }),
      measurement("s", { ...warm, against: against("sameBlocks", seconds) }),
      measurement("s", {
        what: `processor time, ${warm.what}`,
        ours: cpuSeconds(samples.warm),
        against: against("sameBlocks", cpuSeconds),
      }),
      measurement("MB", {
        ...peak,
        against: against("bare", megabytes),
        bar: { of: "ours", max: 200 },
      }),
      measurement("MB", { ...peak, against: against("sameBlocks", megabytes) }),
    ];
  },
};
