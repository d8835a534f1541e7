import { rmSync } from "node:fs";
import fc from "fast-check";
import { expect, it } from "vitest";
import { anyStep, History, type Step } from "./history.js";

/** Steps of all histories together; SLUICE_HISTORY_STEPS=20000 is the long mode. */
const steps = Number(process.env["SLUICE_HISTORY_STEPS"] ?? 500);
const seed = Number(process.env["SLUICE_HISTORY_SEED"] ?? 20_240_101);
const length = 25;

async function differences(history: readonly Step[]) {
  const both = new History();
  try {
    return await both.run(history);
  } finally {
    rmSync(both.project.dir, { recursive: true, force: true });
  }
}

it("incremental tables and snapshots have the rows of the simulation after every step of random histories", async () => {
  const histories = fc.array(anyStep, { minLength: length, maxLength: length, size: "max" });
  const isEqual = fc.asyncProperty(histories, async (history) => {
    expect(await differences(history)).toEqual([]);
  });
  await fc.assert(isEqual, { seed, numRuns: Math.ceil(steps / length) });
});
