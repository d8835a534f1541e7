import { writeFileSync } from "node:fs";
import path from "node:path";
import { removeDatabase } from "./sluice.js";
import { runTask, type TaskRun } from "../tasks/tasks.js";

/** Statements that run on a database of their own without any framework. */
export interface BareProject {
  readonly database: string;
  /** Runs the statements on a new database, in a process of their own. */
  readonly run: (options?: { readonly blockSize?: number }) => Promise<TaskRun<"bare-build">>;
}

/** Writes the statements into `dir`. `memory` keeps the database out of any file. */
export function writeBareProject(
  dir: string,
  statements: readonly string[],
  { memory = false }: { readonly memory?: boolean | undefined } = {},
): BareProject {
  const file = writeStatements(dir, statements);
  const database = memory ? ":memory:" : path.join(dir, "bare.duckdb");
  return {
    database,
    run: ({ blockSize } = {}) => {
      if (!memory) removeDatabase(database);
      return runTask("bare-build", { database, statements: file, blockSize });
    },
  };
}

/** Writes statements for a task into `dir`; returns the file. */
export function writeStatements(dir: string, statements: readonly string[]): string {
  const file = path.join(dir, "bare.json");
  writeFileSync(file, JSON.stringify(statements));
  return file;
}
