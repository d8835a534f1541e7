import { writeFileSync } from "node:fs";
import path from "node:path";
import type { Bench, BenchOptions, Measurement } from "../bench.js";
import { generateLayers, type GeneratedModel } from "../generate/layers.js";
import { generateShop, seedFiles } from "../generate/shop.js";
import { modelFile, modelText, writeSluiceProject } from "../generate/sluice-project.js";
import { beyond, cpuSeconds, measurement, megabytes, seconds } from "../measure/compare.js";
import { interleave } from "../measure/interleave.js";
import type { ProcessResult } from "../measure/run-process.js";
import { nodeStartUp, sluice, sluiceBuild } from "../measure/sluice.js";
import { dbt } from "../peers/dbt.js";
import type { Peer } from "../peers/peer.js";
import { isInstalled, loop, type Loop, type Looped } from "../peers/loop.js";
import { ours } from "../peers/sluice.js";

/** Costs of an edit of one model: the plans and the build that somebody waits for. */
export const editLoop: Bench = {
  name: "edit-loop",
  description: "One model of 65 is edited: plan and build; the same of 10 models in dbt.",
  async run(options) {
    return [...(await alone(options)), ...(await beside(options))];
  },
};

/** A realistic project: each round plans it unchanged, edits a model that others read, plans and builds. */
async function alone(options: BenchOptions): Promise<Measurement[]> {
  const [count] = options.sizes.edited;
  const dir = path.join(options.workDir, "edit-loop");
  const shop = generateShop(count);
  writeSluiceProject(dir, { models: shop.models, files: seedFiles(shop) });
  const edited = shop.models.find(({ schema }) => schema === "intermediate");
  if (!edited) throw new Error("There is no intermediate model to edit.");
  await sluiceBuild(dir);
  const samples = await interleave(options.runs, {
    node: nodeStartUp,
    sluice: async (round) => {
      const unchanged = await plan(dir, 0);
      edit(dir, edited, round);
      const changed = await plan(dir, 1);
      const build = await sluiceBuild(dir);
      if (build.built === 0) throw new Error("The edit has built nothing.");
      return { unchanged, changed, build };
    },
  });
  const of = (step: "unchanged" | "changed" | "build") => samples.sluice.map((s) => s[step]);
  const unchanged = seconds(of("unchanged"));
  const what = `of ${count} models`;
  return [
    measurement("s", { what: `plan, nothing edited ${what}`, ours: unchanged }),
    measurement("s", { what: `plan, one edited ${what}`, ours: seconds(of("changed")) }),
    measurement("s", {
      what: `plan, one edited ${what}, beyond nothing edited`,
      ours: beyond(seconds(of("changed")), unchanged),
      bar: { of: "ours", max: 0.15 },
    }),
    measurement("s", {
      what: `processor time of it`,
      ours: beyond(cpuSeconds(of("changed")), cpuSeconds(of("unchanged"))),
    }),
    measurement("MB", {
      what: `peak memory, plan, one edited ${what}`,
      ours: megabytes(of("changed")),
      against: { what: "nothing edited", samples: megabytes(of("unchanged")) },
      bar: { of: "ours", max: 200 },
    }),
    measurement("s", { what: `build, one edited ${what}`, ours: seconds(of("build")) }),
  ];
}

async function plan(dir: string, atLeast: number): Promise<ProcessResult> {
  const result = await sluice(["plan", "--project", dir, "--json"]);
  const { nodes } = JSON.parse(result.stdout) as { nodes: readonly { action: string }[] };
  const built = nodes.filter(({ action }) => action === "build").length;
  if (atLeast === 0 ? built > 0 : built < atLeast)
    throw new Error(`The plan builds ${built} models.`);
  return result;
}

/** Another expression in one column, so that readers of that column are built too. */
function edit(dir: string, model: GeneratedModel, round: number): void {
  const text = modelText(model).replace("coalesce(amount_week, 0)", `amount_week - ${round + 1}`);
  writeFileSync(path.join(dir, modelFile(model)), text);
}

/** A small project, the same in dbt. Where dbt cannot be had (its packages come from PyPI) nothing is compared. */
async function beside(options: BenchOptions): Promise<Measurement[]> {
  const [, count] = options.sizes.edited;
  if (count === 0) return [];
  const models = generateLayers({ models: count, layers: 3 });
  if (!(await isInstalled(dbt, options.log))) return [];
  const prepared = [ours, dbt].map((peer) => prepare(peer, options, models));
  for (const { run } of prepared) await run("first build");
  const [sluiceLoop, dbtLoop] = prepared;
  if (!sluiceLoop || !dbtLoop) return [];
  const samples = await interleave(options.runs, {
    ours: () => loop(sluiceLoop),
    theirs: () => loop(dbtLoop),
  });
  const compared = (step: keyof Loop, max: number) =>
    measurement("s", {
      what: `${step}, ${count} models`,
      ours: seconds(samples.ours.map((s) => s[step])),
      against: { what: dbt.name, samples: seconds(samples.theirs.map((s) => s[step])) },
      bar: { of: "ours", max },
    });
  return [compared("nothing changed", 0.2), compared("one model changed", 0.3)];
}

function prepare(peer: Peer, { workDir }: BenchOptions, models: readonly GeneratedModel[]): Looped {
  const dir = path.join(workDir, `edit-loop-${peer === dbt ? "dbt" : "sluice"}`);
  peer.write(dir, models);
  const last = models.at(-1);
  let changes = 0;
  return {
    run: (step) => peer.run(dir, step),
    change: () => {
      if (!last) return;
      changes += 1;
      const sql: GeneratedModel["sql"] = (nameOf) =>
        `select * from (\n${last.sql(nameOf)}\n) as before where id > -${changes}`;
      peer.change(dir, { ...last, sql });
    },
  };
}
