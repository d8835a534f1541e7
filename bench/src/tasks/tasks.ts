import { runNode } from "../measure/run-process.js";
import { taskFile } from "../measure/paths.js";
import { bareBuild } from "./bare-build.js";
import { sluicePhases } from "./sluice-phases.js";

/** What a measured process can be asked to do, by name. */
export const tasks = { "bare-build": bareBuild, "sluice-phases": sluicePhases } as const;

type Tasks = typeof tasks;
type Result<K extends keyof Tasks> = Awaited<ReturnType<Tasks[K]>>;

/** Runs a task in a process of its own. */
export async function runTask<K extends keyof Tasks>(
  name: K,
  input: Parameters<Tasks[K]>[0],
): Promise<{ readonly milliseconds: number; readonly result: Result<K> }> {
  const { stdout, milliseconds } = await runNode([taskFile, name, JSON.stringify(input)]);
  return { milliseconds, result: JSON.parse(stdout) as Result<K> };
}
