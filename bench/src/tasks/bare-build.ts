import { readFileSync } from "node:fs";
import { DuckDBInstance } from "@duckdb/node-api";
import { Stopwatch, type Phases } from "./stopwatch.js";

/** A list of statements to run one after the other on one connection. */
export interface BareBuild {
  readonly database: string;
  /** JSON file with the statements. */
  readonly statements: string;
  /** Bytes of a storage block of the new file. @default DuckDB's own */
  readonly blockSize?: number | undefined;
}

/** Where the time went. */
export interface BareBuildResult {
  readonly phases: Phases;
}

/** Opens the file, runs the statements, closes the file: what the engine needs without any framework. */
export async function bareBuild(build: BareBuild): Promise<BareBuildResult> {
  const watch = new Stopwatch();
  const texts = JSON.parse(readFileSync(build.statements, "utf8")) as readonly string[];
  const { instance, connection, close } = await open(build);
  watch.lap("open");
  for (const text of texts) await connection.run(text);
  watch.lap("run");
  await close();
  connection.closeSync();
  instance.closeSync();
  watch.lap("close");
  return { phases: watch.phases() };
}

/** Opens the file directly, or, where its blocks have another size, attaches it: only that can say so. */
async function open({ database, blockSize }: BareBuild) {
  const instance = await DuckDBInstance.create(blockSize === undefined ? database : ":memory:");
  const connection = await instance.connect();
  if (blockSize === undefined) return { instance, connection, close: async () => undefined };
  await connection.run(`attach '${database}' as bare (block_size ${blockSize})`);
  await connection.run("use bare");
  // Writes the checkpoint that closing the file directly would write.
  const close = () => connection.run("use memory; detach bare");
  return { instance, connection, close };
}
