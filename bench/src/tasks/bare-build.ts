import { readFileSync } from "node:fs";
import { DuckDBInstance } from "@duckdb/node-api";
import { Stopwatch, type Phases } from "./stopwatch.js";

/** A list of statements to run one after the other on one connection. */
export interface BareBuild {
  readonly database: string;
  /** JSON file with the statements. */
  readonly statements: string;
}

/** Where the time went. */
export interface BareBuildResult {
  readonly phases: Phases;
}

/** Opens the file, runs the statements, closes the file: what the engine needs without any framework. */
export async function bareBuild({ database, statements }: BareBuild): Promise<BareBuildResult> {
  const watch = new Stopwatch();
  const texts = JSON.parse(readFileSync(statements, "utf8")) as readonly string[];
  const instance = await DuckDBInstance.create(database);
  const connection = await instance.connect();
  watch.lap("open");
  for (const text of texts) await connection.run(text);
  watch.lap("run");
  connection.closeSync();
  instance.closeSync();
  watch.lap("close");
  return { phases: watch.phases() };
}
