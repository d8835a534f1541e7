import fc from "fast-check";
import { at } from "../history-project.js";
import { PRODUCTION, type HourRange } from "../simulation/table.js";
import { following, type World } from "../world.js";
import { build } from "./builds.js";

/** A restatement of all tables with a time. */
export interface RestateStep {
  readonly do: "restate";
  readonly range: HourRange;
}

/** Some days. */
export const anyRange: fc.Arbitrary<HourRange> = fc
  .tuple(fc.nat(5), fc.integer({ min: 1, max: 3 }))
  .map(([day, days]) => ({ start: day * 24, end: (day + days) * 24 }));

export const anyRestate: readonly fc.WeightedArbitrary<RestateStep>[] = [
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant("restate" as const), range: anyRange }),
  },
];

export async function takeRestate({ range }: RestateStep, world: World): Promise<boolean> {
  // Other time and edits are built first: the step is about the range alone.
  await build(world);
  const timed = world.names.filter((name) => world.tables.get(name)?.restate !== undefined);
  const names = timed.filter((name) => world.applied.get(name) === world.edits);
  if (names.length === 0) return true;
  await restate(world, { names, range, environment: PRODUCTION });
  return true;
}

/** Restates tables in an environment. */
export async function restate(
  world: World,
  {
    names,
    range,
    environment,
    files,
  }: {
    readonly names: readonly string[];
    readonly range: HourRange;
    readonly environment: string;
    readonly files?: Readonly<Record<string, string>>;
  },
): Promise<void> {
  const asked = { start: at(range.start), end: at(range.end) };
  const select = names.map((name) => `marts.${name}`);
  await world.run(
    world.now,
    following((workspace) => workspace.build({ select, restate: asked })),
    { files, environment },
  );
  for (const name of names) {
    const input = world.input(name, { now: world.now, environment });
    world.tables.get(name)?.restate?.(range, input);
  }
}
