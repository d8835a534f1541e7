import fc from "fast-check";
import { failpoints, type Failpoint } from "../../../src/base/failpoint/failpoint.js";
import { bundleWorker } from "../../process/bundle.js";
import { startWorker } from "../../process/run-worker.js";
import { at } from "../history-project.js";
import type { World } from "../world.js";
import { build } from "./builds.js";

/** A build in a process that dies when it comes to a step for the n-th time, and the same build again. */
export interface KillStep {
  readonly do: "killed";
  readonly failpoint: Failpoint;
  readonly hit: number;
  readonly later: number;
}

/** The state is made and migrated by the first build, which no history kills. */
const points = failpoints.filter((name) => !name.startsWith("state."));

export const anyKill: readonly fc.WeightedArbitrary<KillStep>[] = [
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("killed" as const),
      failpoint: fc.constantFrom(...points),
      hit: fc.integer({ min: 1, max: 4 }),
      later: fc.constantFrom(0, 7, 24, 50),
    }),
  },
];

/** N1: a build that was killed leaves no trace once it is built again. */
export async function takeKill(
  { failpoint, hit, later }: KillStep,
  world: World,
): Promise<boolean> {
  world.now += later;
  world.write();
  const { ended } = startWorker(await bundleWorker(), {
    dir: world.project.dir,
    clock: at(world.now),
    failpoint: `${failpoint}:${hit}`,
  });
  const { killed, code, stderr } = await ended;
  if (!killed && code !== 0) throw new Error(`the build of a process failed: ${stderr}`);
  return build(world);
}
