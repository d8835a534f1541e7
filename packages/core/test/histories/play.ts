import { rmSync } from "node:fs";
import { follow, type Difference, type History } from "./history.js";
import { World } from "./world.js";

/** How a history ended: its first differences, and the rows of its tables after the last step. */
export interface Ending {
  readonly differences: readonly Difference[];
  readonly rows: readonly string[];
}

/** Takes the steps of a history in a project of its own. */
export async function play({ names, steps }: History): Promise<Ending> {
  const world = new World(names);
  try {
    const differences = await follow(world, steps);
    return {
      differences,
      rows: world.found.flatMap(({ row }) => (typeof row === "string" ? [row] : [])).sort(),
    };
  } finally {
    rmSync(world.project.dir, { recursive: true, force: true });
  }
}
