import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { at, modelFiles, variantOf, type Edits } from "../history-project.js";
import type { BuildInput } from "../simulation/table.js";
import { following, type World } from "../world.js";

/** Builds by the clock and by options, runs of a schedule, and builds that a check refuses. */
export type BuildStep =
  | { readonly do: "build"; readonly later: number }
  | { readonly do: "build_earlier"; readonly earlier: number }
  | { readonly do: "build with"; readonly option: "rebuild" | "forward only" }
  | { readonly do: "build one"; readonly name: string; readonly option?: BuildInput["option"] }
  | { readonly do: "run" }
  | { readonly do: "refused" };

export const anyBuild = (names: readonly string[]): readonly fc.WeightedArbitrary<BuildStep>[] => [
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant("build" as const),
      later: fc.constantFrom(0, 1, 7, 24, 50),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("build_earlier" as const),
      earlier: fc.constantFrom(1, 24, 40),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("build with" as const),
      option: fc.constantFrom("rebuild", "forward only"),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("build one" as const),
      name: fc.constantFrom(...names),
      option: fc.constantFrom(undefined, undefined, "rebuild", "forward only"),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom("run", "refused") }) },
];

export async function takeBuild(step: BuildStep, world: World): Promise<boolean> {
  switch (step.do) {
    case "build":
      world.now += step.later;
      return build(world);
    case "build_earlier":
      return build(world, { now: Math.max(1, world.now - step.earlier) });
    case "build with":
      return build(world, { option: step.option });
    case "build one":
      return world.names.includes(step.name) ? build(world, step) : false;
    case "run":
      return runDue(world);
    case "refused":
      return buildRefused(world);
  }
}

/** Builds all tables, or one with what it needs. */
export async function build(
  world: World,
  {
    name,
    option,
    now = world.now,
  }: {
    readonly name?: string;
    readonly option?: BuildInput["option"];
    readonly now?: number;
  } = {},
): Promise<boolean> {
  const options = {
    ...(name !== undefined && { select: [`marts.${name}`] }),
    rebuild: option === "rebuild",
    forwardOnly: option === "forward only",
  };
  await world.run(
    now,
    following((workspace) => workspace.build(options)),
  );
  // Queries above are published where the table needs them: whether it did is not followed.
  world.above = name === undefined ? world.edits.above : undefined;
  if (name === undefined && option === "rebuild") world.rebuilds += 1;
  // C4: no other table changes.
  world.simulate(name === undefined ? world.names : [name], { now, option });
  world.former.push(world.edits);
  return true;
}

/** Builds models above without the tables that read them, so that none of these changes. */
export async function buildAbove(world: World): Promise<boolean> {
  await world.run(
    world.now,
    following((workspace) => workspace.build({ select: ["stg.*"] })),
  );
  world.above = world.edits.above;
  return true;
}

/** N1: a build that a check of every table refuses leaves the rows and what is recorded of them. */
async function buildRefused(world: World): Promise<boolean> {
  const refusing = modelFiles(world.names, world.edits, "checks: [{ expression: 'id < 0' }]");
  await world.run(
    world.now,
    following((workspace) => workspace.build()),
    { files: refusing },
  );
  world.above = world.edits.above;
  return true;
}

/** C3: a run of the schedule builds the tables whose queries, own and above, are published as they are. */
async function runDue(world: World): Promise<boolean> {
  const { above, edits } = world;
  if (above === undefined) return false;
  const now = at(world.now);
  const models = world.names.map((name) => ({ model: `marts.${name}`, tick: now, missed: 0 }));
  await world.run(
    world.now,
    following((workspace) => workspace.run({ at: now, models })),
  );
  const isApplied = (name: string) =>
    isPublished(name, edits, { above, table: world.applied.get(name) });
  world.simulate(world.names.filter(isApplied), world);
  return true;
}

/** The text of an ephemeral model is a part of the table's query: another way to write it is no edit. */
function isPublished(
  name: string,
  now: Edits,
  { above, table }: { readonly above: Edits["above"]; readonly table: Edits | undefined },
): boolean {
  if (!table) return false;
  const isSame = isDeepStrictEqual(now.above.slice(0, -1), above.slice(0, -1));
  const isSameInner = now.above.at(-1)?.factor === table.above.at(-1)?.factor;
  const edit = (edits: Edits) => variantOf(name, edits).options.edit;
  const { factor, spelling } = now.own;
  const isSameOwn = factor === table.own.factor && spelling === table.own.spelling;
  return isSame && isSameInner && isSameOwn && edit(now) === edit(table);
}
