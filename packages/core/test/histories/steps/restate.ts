import fc from "fast-check";
import { at } from "../history-project.js";
import type { HourRange } from "../simulation/table.js";
import type { World } from "../world.js";
import { build } from "./builds.js";

/** A restatement of all tables with a time. */
export interface RestateStep {
  readonly do: "restate";
  readonly range: HourRange;
}

const range = fc
  .tuple(fc.nat(5), fc.integer({ min: 1, max: 3 }))
  .map(([day, days]) => ({ start: day * 24, end: (day + days) * 24 }));

export const anyRestate: readonly fc.WeightedArbitrary<RestateStep>[] = [
  { weight: 1, arbitrary: fc.record({ do: fc.constant("restate" as const), range }) },
];

export async function takeRestate({ range }: RestateStep, world: World): Promise<boolean> {
  // Other time and edits are built first: the step is about the range alone.
  await build(world);
  const timed = world.names.filter((name) => world.tables.get(name)?.restate !== undefined);
  const names = timed.filter((name) => world.applied.get(name) === world.edits);
  if (names.length === 0) return true;
  const restate = { start: at(range.start), end: at(range.end) };
  const select = names.map((name) => `marts.${name}`);
  await world.run(world.now, (workspace) => workspace.build({ select, restate }));
  for (const name of names) world.tables.get(name)?.restate?.(range, world.input(name, world.now));
  return true;
}
