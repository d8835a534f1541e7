import { writeFileSync } from "node:fs";
import path from "node:path";
import type { Bench } from "../bench.js";
import { bareBindStatements } from "../generate/bare-sql.js";
import { generateLayers, type GeneratedModel } from "../generate/layers.js";
import { modelFile, modelText, writeSluiceProject } from "../generate/sluice-project.js";
import { writeBareProject } from "../measure/bare-project.js";
import { beyond, cpuSeconds, measurement, seconds } from "../measure/compare.js";
import { interleave } from "../measure/interleave.js";
import { dropCaches, nodeStartUp, sluice } from "../measure/sluice.js";

/** Loading and validating a project: every text parsed, every name and column bound. */
export const validate: Bench = {
  name: "validate",
  description: "Load and validate: cold, with one model changed, with nothing changed.",
  async run({ runs, sizes, workDir }) {
    const dir = path.join(workDir, "validate");
    const models = generateLayers({ models: sizes.models });
    writeSluiceProject(dir, { models });
    const bare = writeBareProject(dir, bareBindStatements(models), { memory: true });
    const run = () => validated(dir, models.length);
    const samples = await interleave(runs, {
      node: nodeStartUp,
      bare: () => bare.run(),
      // One after the other: each starts from what the one before left.
      sluice: async (round) => {
        dropCaches(dir);
        const cold = await run();
        const warm = await run();
        change(dir, models, round);
        return { cold, warm, changed: await run() };
      },
    });
    const node = seconds(samples.node);
    type State = keyof (typeof samples.sluice)[number];
    const cpu = (state: State) => ({
      ours: beyond(cpuSeconds(samples.sluice.map((s) => s[state])), cpuSeconds(samples.node)),
    });
    const of = (state: State) => beyond(seconds(samples.sluice.map((s) => s[state])), node);
    const bind = {
      what: "the engine binds the same selects",
      samples: beyond(seconds(samples.bare), node),
    };
    const count = `${models.length} models`;
    return [
      measurement("s", {
        what: `validate ${count}, cold`,
        ours: of("cold"),
        against: bind,
        bar: { of: "ours", max: 1.5 },
      }),
      measurement("s", {
        what: `validate ${count}, one changed`,
        ours: of("changed"),
        bar: { of: "ours", max: 0.4 },
      }),
      measurement("s", {
        what: `validate ${count}, nothing changed`,
        ours: of("warm"),
        bar: { of: "ours", max: 0.3 },
      }),
      measurement("s", { what: `processor time, ${count}, cold`, ...cpu("cold") }),
      measurement("s", { what: `processor time, ${count}, one changed`, ...cpu("changed") }),
      measurement("s", { what: `processor time, ${count}, nothing changed`, ...cpu("warm") }),
    ];
  },
};

async function validated(dir: string, count: number) {
  const result = await sluice(["validate", "--project", dir, "--json"]);
  const document = JSON.parse(result.stdout) as { readonly ok: boolean; readonly models: number };
  if (!document.ok || document.models !== count)
    throw new Error(`Not all of ${count} models are valid.`);
  return result;
}

/** Changes the query, not the columns, of one model in the middle of the graph. */
function change(dir: string, models: readonly GeneratedModel[], round: number): void {
  const model = models[Math.floor(models.length / 2)];
  if (!model) return;
  const text = `select * from (${modelText(model)}) as changed where id >= -${round + 1}\n`;
  writeFileSync(path.join(dir, modelFile(model)), text);
}
