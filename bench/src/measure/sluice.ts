import { rmSync } from "node:fs";
import path from "node:path";
import { databaseFile } from "../generate/sluice-project.js";
import { cliFile } from "./paths.js";
import { runNode, type ProcessOptions, type ProcessResult } from "./run-process.js";

/** Runs the command as a user would. */
export function sluice(args: readonly string[], options?: ProcessOptions): Promise<ProcessResult> {
  return runNode([cliFile, ...args], options);
}

/** Time of a Node process that does nothing, in milliseconds. */
export async function nodeStartUp(): Promise<number> {
  return (await runNode(["-e", "0"])).milliseconds;
}

/** Removes the warehouse of a generated project. */
export function dropWarehouse(dir: string): void {
  for (const ending of ["", ".wal", ".lock"]) {
    rmSync(path.join(dir, `${databaseFile}${ending}`), { force: true });
  }
}

/** Removes what the framework keeps between commands. */
export function dropCaches(dir: string): void {
  rmSync(path.join(dir, ".sluice"), { recursive: true, force: true });
}
