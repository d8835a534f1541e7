import { rmSync } from "node:fs";
import fc from "fast-check";
import { expect, it } from "vitest";
import { anyStep, History, type Difference, type Step } from "./history.js";
import { reduce } from "./reduce.js";

/** Steps of all histories together; SLUICE_HISTORY_STEPS=20000 is the long mode. */
const steps = Number(process.env["SLUICE_HISTORY_STEPS"] ?? 500);
const seed = Number(process.env["SLUICE_HISTORY_SEED"] ?? 20_240_101);
const length = 25;
const longMs = 12 * 3_600_000;

async function differences(history: readonly Step[]): Promise<readonly Difference[]> {
  const both = new History();
  try {
    return await both.run(history);
  } finally {
    rmSync(both.project.dir, { recursive: true, force: true });
  }
}

/** The shortest part of a history that is found to differ, with the differences. */
async function explained(history: readonly Step[]) {
  const fails = async (part: readonly Step[]) => (await differences(part)).length > 0;
  const shortest = await reduce(history, fails);
  return { seed, steps: shortest, differences: await differences(shortest) };
}

it(
  "incremental tables and snapshots have the rows of the simulation after every step of random histories",
  async () => {
    const any = fc.array(anyStep, { minLength: length, maxLength: length, size: "max" });
    for (const history of fc.sample(any, { seed, numRuns: Math.ceil(steps / length) })) {
      const [first] = await differences(history);
      if (first) expect(await explained(history.slice(0, first.step))).toBeUndefined();
    }
  },
  longMs,
);
