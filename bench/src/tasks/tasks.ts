import { runNode, type ProcessResult } from "../measure/run-process.js";
import { taskFile } from "../measure/paths.js";
import { bareBuild } from "./bare-build.js";
import { bareChecks, sluiceChecks } from "./checks.js";
import { exactLoad } from "./exact-load.js";
import { sluicePhases } from "./sluice-phases.js";

/** What a measured process can be asked to do, by name. */
export const tasks = {
  "bare-build": bareBuild,
  "bare-checks": bareChecks,
  "sluice-checks": sluiceChecks,
  "exact-load": exactLoad,
  "sluice-phases": sluicePhases,
} as const;

type Tasks = typeof tasks;

/** What a task returned, and what its process needed. */
export type TaskRun<K extends keyof Tasks> = ProcessResult & {
  readonly result: Awaited<ReturnType<Tasks[K]>>;
};

/** Runs a task in a process of its own. */
export async function runTask<K extends keyof Tasks>(
  name: K,
  input: Parameters<Tasks[K]>[0],
): Promise<TaskRun<K>> {
  const run = await runNode([taskFile, name, JSON.stringify(input)]);
  return { ...run, result: JSON.parse(run.stdout) as TaskRun<K>["result"] };
}
