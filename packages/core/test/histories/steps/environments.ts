import fc from "fast-check";
import { inputFiles, modelFiles } from "../history-project.js";
import type { HourRange } from "../simulation/table.js";
import { following, type World } from "../world.js";
import { build } from "./builds.js";
import { anyTextEdit, edited, type TextEdit } from "./edits.js";
import { anyRange, restate } from "./restate.js";

/** An environment with edits of its own over several days, what becomes of them, and a rollback of production. */
export type EnvironmentStep =
  | (TextEdit & { readonly do: "other environment" })
  | { readonly do: "dev build"; readonly edit?: TextEdit | undefined }
  | { readonly do: "dev restate"; readonly range: HourRange }
  | { readonly do: "dev drop" | "promote" | "rollback" };

export const anyEnvironment: readonly fc.WeightedArbitrary<EnvironmentStep>[] = [
  {
    weight: 1,
    arbitrary: anyTextEdit.map((edit) => ({ do: "other environment" as const, ...edit })),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("dev build" as const),
      edit: fc.option(anyTextEdit, { nil: undefined }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant("dev restate" as const), range: anyRange }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom("promote", "promote", "promote", "rollback", "rollback", "dev drop"),
    }),
  },
];

const dev = "dev";

export async function takeEnvironment(step: EnvironmentStep, world: World): Promise<boolean> {
  switch (step.do) {
    case "other environment":
      return buildFromOtherData(step, world);
    case "dev build":
      await buildDev(world, step.edit);
      return true;
    case "dev restate":
      return restateDev(world, step.range);
    case "dev drop":
      return dropDev(world);
    case "promote":
      if (!world.branch) return false;
      world.edits = world.branch;
      return build(world);
    case "rollback":
      return rollBack(world);
  }
}

/** N2: an environment that is built from data of its own, and removed, leaves the tables of production. */
async function buildFromOtherData(edit: TextEdit, world: World): Promise<boolean> {
  const own = { id: -1, hour: 5, amount: 7, gone: false, changed: 5 };
  const edits = edited(world.edits, edit);
  const files = { ...inputFiles([own, ...world.rows]), ...modelFiles(world.names, edits) };
  await world.run(
    world.now,
    following((workspace) => workspace.build()),
    { files, environment: "other" },
  );
  await world.project.with((workspace) => workspace.expireEnvironment("other", "now"));
  return false;
}

/**
 * Builds an environment with edits of its own from the data that production has read too. Returns the names of tables that
 * are published as they are written.
 */
async function buildDev(world: World, edit?: TextEdit): Promise<readonly string[]> {
  await build(world);
  const before = world.branch ?? world.edits;
  world.branch = edit ? edited(before, edit) : before;
  const files = modelFiles(world.names, world.branch);
  await world.run(
    world.now,
    following((workspace) => workspace.build()),
    { files, environment: dev },
  );
  const { now } = world;
  return world.names.filter((name) => {
    const table = world.tables.get(name);
    const isApplied = table?.build(world.input(name, { now, environment: dev }));
    if (table?.versions.publishes(dev) === false) table.versions.inherit(dev);
    return isApplied;
  });
}

/** Restates the tables that the environment alone publishes: those of others it may not change. */
async function restateDev(world: World, range: HourRange): Promise<boolean> {
  if (!world.branch) return false;
  const applied = await buildDev(world);
  const { branch } = world;
  const names = applied.filter((name) => {
    const table = world.tables.get(name);
    return table?.restate !== undefined && !table.versions.isShared(dev);
  });
  if (names.length === 0) return true;
  await restate(world, {
    names,
    range,
    environment: dev,
    files: modelFiles(world.names, branch),
  });
  return true;
}

async function dropDev(world: World): Promise<boolean> {
  if (!world.branch) return false;
  world.branch = undefined;
  await world.project.with((workspace) => workspace.expireEnvironment(dev, "now"));
  for (const { versions } of world.tables.values()) versions.drop(dev);
  return false;
}

/** N6: a rollback shows the tables of an earlier promotion as they are, and builds nothing. */
async function rollBack(world: World): Promise<boolean> {
  let to: number | undefined;
  await world.run(world.now, async (workspace) => {
    const before = (await workspace.promotions())[1]?.sequence;
    if (before === undefined || !world.remembers(before)) return;
    to = before;
    await workspace.rollback(String(before));
  });
  if (to !== undefined) world.rollBack(to);
  return true;
}
