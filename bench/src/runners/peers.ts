import path from "node:path";
import type { Bench, BenchOptions, Measurement } from "../bench.js";
import { generateLayers, type GeneratedModel } from "../generate/layers.js";
import { measurement, megabytes, seconds } from "../measure/compare.js";
import { interleave } from "../measure/interleave.js";
import type { ProcessResult } from "../measure/run-process.js";
import { assertSameContents } from "../measure/verify.js";
import { dbt } from "../peers/dbt.js";
import { steps, type Peer, type Step } from "../peers/peer.js";
import { ours } from "../peers/sluice.js";
import { sqlmesh } from "../peers/sqlmesh.js";

/** Equal projects in other tools. Optional: it installs them, and takes minutes. */
export const peers: Bench = {
  name: "peers",
  description:
    "Equal projects in dbt and SQLMesh: load, first build, nothing and one model changed.",
  async run(options) {
    for (const peer of [dbt, sqlmesh]) await peer.install(options.log);
    const measured: Measurement[] = [];
    for (const count of options.sizes.peers) measured.push(...(await compare(options, count)));
    return measured;
  },
};

type Steps = Readonly<Record<Step, ProcessResult>>;

async function compare(options: BenchOptions, count: number): Promise<Measurement[]> {
  const models = generateLayers({ models: count });
  const subjects = [ours, dbt, sqlmesh].map((peer) => ({
    peer,
    dir: folder(options, peer, count),
  }));
  const sample = async ({ peer, dir }: (typeof subjects)[number]) => {
    options.log(`${peer.name}, ${count} models`);
    return allSteps(peer, dir, models);
  };
  const samples = await interleave(
    options.runs,
    Object.fromEntries(subjects.map((s) => [s.peer.name, () => sample(s)])),
  );
  const [mine, ...others] = subjects;
  if (!mine) return [];
  for (const { peer, dir } of others) {
    const files = {
      ours: path.join(mine.dir, ours.database),
      other: path.join(dir, peer.database),
    };
    const rows = await assertSameContents(models, files);
    options.log(`${rows} rows are the same in ${peer.name}`);
  }
  return others.flatMap(({ peer }) =>
    rowsOf(count, { ours: samples[ours.name] ?? [], peer, theirs: samples[peer.name] ?? [] }),
  );
}

function folder({ workDir }: BenchOptions, peer: Peer, count: number): string {
  return path.join(workDir, `peers-${peer.name.split(/\W/)[0]?.toLowerCase()}-${count}`);
}

/** Every step from an empty folder on. The model that changes is the last: nothing reads it. */
async function allSteps(
  peer: Peer,
  dir: string,
  models: readonly GeneratedModel[],
): Promise<Steps> {
  peer.write(dir, models);
  const last = models.at(-1);
  const results: Partial<Record<Step, ProcessResult>> = {};
  for (const step of steps) {
    if (step === "one model changed" && last) peer.change(dir, last);
    results[step] = await peer.run(dir, step);
  }
  return results as Steps;
}

function rowsOf(
  count: number,
  samples: {
    readonly ours: readonly Steps[];
    readonly peer: Peer;
    readonly theirs: readonly Steps[];
  },
): Measurement[] {
  const of = (all: readonly Steps[], step: Step) => all.map((results) => results[step]);
  const bar = { of: "ratio", max: 0.1 } as const;
  const what = samples.peer.name;
  return [
    ...steps.map((step) =>
      measurement("s", {
        what: `${step}, ${count} models`,
        ours: seconds(of(samples.ours, step)),
        against: { what, samples: seconds(of(samples.theirs, step)) },
        bar,
      }),
    ),
    measurement("MB", {
      what: `peak memory, first build, ${count} models`,
      ours: megabytes(of(samples.ours, "first build")),
      against: { what, samples: megabytes(of(samples.theirs, "first build")) },
      bar: { of: "ours", max: 200 },
    }),
  ];
}
