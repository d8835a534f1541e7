import { rmSync } from "node:fs";
import path from "node:path";
import { databaseFile } from "../generate/sluice-project.js";
import { cliFile } from "./paths.js";
import { runNode, type ProcessOptions, type ProcessResult } from "./run-process.js";

/** Runs the command as a user would. */
export function sluice(args: readonly string[], options?: ProcessOptions): Promise<ProcessResult> {
  return runNode([cliFile, ...args], options);
}

/** `sluice build` of a generated project, and what it says it did. */
export async function sluiceBuild(
  dir: string,
): Promise<ProcessResult & { readonly built: number; readonly reused: number }> {
  const result = await sluice(["build", "--project", dir, "--json"]);
  const { summary } = JSON.parse(result.stdout) as {
    readonly summary: { readonly built: number; readonly reused: number };
  };
  return { ...result, built: summary.built, reused: summary.reused };
}

/** A Node process that does nothing. */
export function nodeStartUp(): Promise<ProcessResult> {
  return runNode(["-e", "0"]);
}

/** Removes the warehouse of a generated project. */
export function dropWarehouse(dir: string): void {
  removeDatabase(path.join(dir, databaseFile));
}

/** Removes a database file and what stands beside it. */
export function removeDatabase(file: string): void {
  for (const ending of ["", ".wal", ".lock"]) rmSync(`${file}${ending}`, { force: true });
}

/** Removes what the framework keeps between commands. */
export function dropCaches(dir: string): void {
  rmSync(path.join(dir, ".sluice"), { recursive: true, force: true });
}
