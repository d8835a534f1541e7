import { existsSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import {
  isInlined,
  publishingGroups,
  SluiceError,
  type Graph,
  type Project,
  type Workspace,
} from "@sluice/core";
import type { CommandContext } from "../context.js";
import { looksSecret } from "../io/redact.js";
import { flag, whole } from "../program/read-options.js";
import type { ExportTask, ScheduleExport } from "./schedule-export.js";
import { neededTimes } from "./times.js";

/** What the command line and the project say, as the renderers want it. Raises `CLI.USAGE` and the project's own faults. */
export async function describeSchedule(
  workspace: Workspace,
  { global, options }: CommandContext,
): Promise<ScheduleExport> {
  const { project } = workspace;
  const everyMs = whole(options, "every");
  refuseSecrets(global.vars);
  return {
    project: project.name,
    dir: project.dir,
    repositoryPath: pathInRepository(project.dir),
    nodeDir: dirname(process.execPath),
    environment: project.environment,
    target: global.target,
    vars: global.vars,
    ...neededTimes(project.models.values(), { everyMs, now: project.now.at }),
    paced: everyMs !== undefined,
    tasks: flag(options, "perModel") ? modelTasks(await workspace.graph()) : undefined,
  };
}

/** What is written stays in files that many read. */
function refuseSecrets(vars: Project["vars"]): void {
  const secret = Object.keys(vars).find(looksSecret);
  if (secret === undefined) return;
  throw new SluiceError({
    code: "CLI.USAGE",
    message: `The variable ${secret} looks secret and is not written into a schedule.`,
    hints: [`Set SLUICE_VAR_${secret.toUpperCase()} in the environment that runs the call.`],
  });
}

function pathInRepository(dir: string): string {
  for (let root = dir; ; root = dirname(root)) {
    if (existsSync(join(root, ".git"))) return relative(root, dir).split(sep).join("/");
    if (dirname(root) === root) return "";
  }
}

/**
 * Every model that is built, after the built models that it and its checks read, also through ephemeral ones. Models that
 * are published together are one task.
 */
function modelTasks(graph: Graph): readonly ExportTask[] {
  const groups = publishingGroups(graph);
  const taskOf = (name: string) => groups.get(name) ?? name;
  const built = new Map<string, readonly string[]>();
  const tasks = new Map<string, { readonly together: string[]; readonly after: Set<string> }>();
  for (const [name, { model, parents, checkInputs }] of graph.nodes) {
    const checked = checkInputs.flatMap(({ reads }) => reads);
    const read = [...parents, ...checked].flatMap((parent) => built.get(parent) ?? []);
    built.set(name, isInlined(model.kind) ? read : [taskOf(name)]);
    if (isInlined(model.kind)) continue;
    const task = tasks.get(taskOf(name)) ?? { together: [], after: new Set() };
    tasks.set(taskOf(name), task);
    if (taskOf(name) !== name) task.together.push(name);
    for (const other of read) if (other !== taskOf(name)) task.after.add(other);
  }
  return [...tasks].map(([model, { together, after }]) => ({
    model,
    ...(together.length > 0 && { together }),
    after: [...after],
  }));
}
