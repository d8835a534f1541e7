import fc from "fast-check";
import { inputFiles, modelFiles } from "../history-project.js";
import type { World } from "../world.js";
import { anyTextEdit, edited, type TextEdit } from "./edits.js";

/** An environment that is made with an edit and data of its own, and removed. */
export interface EnvironmentStep extends TextEdit {
  readonly do: "other environment";
}

export const anyEnvironment: readonly fc.WeightedArbitrary<EnvironmentStep>[] = [
  {
    weight: 1,
    arbitrary: anyTextEdit.map((edit) => ({ do: "other environment" as const, ...edit })),
  },
];

/** N2: such an environment leaves the tables of production. */
export async function takeEnvironment(step: EnvironmentStep, world: World): Promise<boolean> {
  const own = { id: -1, hour: 5, amount: 7, gone: false };
  const edits = edited(world.edits, step);
  const files = { ...inputFiles([own, ...world.rows]), ...modelFiles(world.names, edits) };
  await world.run(world.now, (workspace) => workspace.build(), { files, environment: "dev" });
  await world.project.with((workspace) => workspace.expireEnvironment("dev", "now"));
  return false;
}
