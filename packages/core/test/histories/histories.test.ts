import fc from "fast-check";
import { expect, it } from "vitest";
import { anyHistory, type History } from "./history.js";
import { play } from "./play.js";
import { reduce } from "./reduce.js";

/** Steps of all histories together; SLUICE_HISTORY_STEPS=20000 is the long mode. */
const steps = Number(process.env["SLUICE_HISTORY_STEPS"] ?? 500);
const seed = Number(process.env["SLUICE_HISTORY_SEED"] ?? 20_240_101);
/** Tables that histories choose from, all by default. */
const names = process.env["SLUICE_HISTORY_TABLES"]?.split(",");
const length = 25;
const longMs = 12 * 3_600_000;

const differences = async (history: History) => (await play(history)).differences;

/** The shortest part of a history that is found to differ, with the differences. */
async function explained(history: History) {
  const fails = async (part: History) => (await differences(part)).length > 0;
  const names = await fewestNames(history, fails);
  const steps = await reduce(history.steps, (part) => fails({ names, steps: part }));
  return { seed, names, steps, differences: await differences({ names, steps }) };
}

/** One table that is enough for a history to differ, or all of them. */
async function fewestNames(
  { names, steps }: History,
  fails: (part: History) => Promise<boolean>,
): Promise<readonly string[]> {
  for (const name of names) if (await fails({ names: [name], steps })) return [name];
  return names;
}

it(
  "incremental tables and snapshots have the rows of the simulation after every step of random histories",
  async () => {
    const histories = fc.sample(anyHistory(length, names), {
      seed,
      numRuns: Math.ceil(steps / length),
    });
    for (const { names, steps } of histories) {
      const [first] = await differences({ names, steps });
      if (first)
        expect(await explained({ names, steps: steps.slice(0, first.step) })).toBeUndefined();
    }
  },
  longMs,
);
