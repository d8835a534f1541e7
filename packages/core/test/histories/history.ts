import fc from "fast-check";
import { isSluiceError } from "../../src/base/errors/sluice-error.js";
import { tables } from "./history-tables.js";
import { anyBuild, takeBuild, type BuildStep } from "./steps/builds.js";
import { anyEdit, takeEdit, type EditStep } from "./steps/edits.js";
import { anyEnvironment, takeEnvironment, type EnvironmentStep } from "./steps/environments.js";
import { anyInput, takeInput, type InputStep } from "./steps/input.js";
import { anyKill, takeKill, type KillStep } from "./steps/kills.js";
import { anyRestate, takeRestate, type RestateStep } from "./steps/restate.js";
import { World } from "./world.js";

/** One event of a history. */
export type Step = InputStep | BuildStep | EditStep | RestateStep | EnvironmentStep | KillStep;

/** Some of the tables, and the events they see. */
export interface History {
  readonly names: readonly string[];
  readonly steps: readonly Step[];
}

/** Steps as often as they are worth their time. */
function anyStep(names: readonly string[]): fc.Arbitrary<Step> {
  return fc.oneof(
    ...anyInput,
    ...anyBuild(names),
    ...anyEdit(names),
    ...anyRestate,
    ...anyEnvironment,
    ...anyKill,
  );
}

/** Tables of a history: a step takes time for each of them. */
const tablesOfOne = 5;

/** A history of so many steps, of some of the named tables. */
export function anyHistory(
  length: number,
  names: readonly string[] = Object.keys(tables),
): fc.Arbitrary<History> {
  const size = Math.min(tablesOfOne, names.length);
  const options = { minLength: length, maxLength: length, size: "max" as const };
  return fc
    .shuffledSubarray([...names], { minLength: size, maxLength: size })
    .chain((some) =>
      fc.array(anyStep(some), options).map((steps) => ({ names: [...some].sort(), steps })),
    );
}

/** Where a project and the simulation differ after a step. */
export interface Difference {
  readonly step: number;
  readonly model: string;
  readonly environment: string;
  readonly project: readonly string[];
  readonly simulated: readonly string[];
}

/** Takes all steps after a first build; stops at the first difference. */
export async function follow(world: World, steps: readonly Step[]): Promise<readonly Difference[]> {
  const all: readonly Step[] = [{ do: "build", later: 0 }, ...steps];
  for (const [index, step] of all.entries()) {
    const differences = await differencesOf(step, index, world);
    if (differences.length > 0) return differences;
  }
  return [];
}

/** A step that fails differs from the simulation, which knows of no failure. */
async function differencesOf(step: Step, index: number, world: World) {
  try {
    return (await take(step, world)) ? compare(index, world) : [];
  } catch (error) {
    if (!isSluiceError(error)) throw error;
    const { environment } = world;
    return [{ step: index, model: "", environment, project: [error.message], simulated: [] }];
  }
}

/** Returns whether the step built anything. */
async function take(step: Step, world: World): Promise<boolean> {
  switch (step.do) {
    case "edit":
    case "options":
    case "take back":
      return takeEdit(step, world);
    case "restate":
      return takeRestate(step, world);
    case "other environment":
    case "dev build":
    case "dev restate":
    case "dev drop":
    case "promote":
    case "rollback":
      return takeEnvironment(step, world);
    case "killed":
      return takeKill(step, world);
    case "insert":
    case "correct":
    case "mark_gone":
    case "take_away":
      takeInput(step, world);
      return false;
    default:
      return takeBuild(step, world);
  }
}

function compare(
  step: number,
  { tables: simulatedTables, found, environment }: World,
): readonly Difference[] {
  const rows = new Map<string, string[]>([...simulatedTables.keys()].map((name) => [name, []]));
  for (const { model, row } of found) {
    if (typeof model === "string" && typeof row === "string") rows.get(model)?.push(row);
  }
  return [...simulatedTables].flatMap(([model, table]) => {
    const project = [...(rows.get(model) ?? [])].sort();
    const simulated = [...table.rows(environment)].sort();
    const isEqual = JSON.stringify(project) === JSON.stringify(simulated);
    return isEqual ? [] : [{ step, model, environment, project, simulated }];
  });
}
