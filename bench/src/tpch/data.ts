import { existsSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { BenchOptions } from "../bench.js";
import { removeDatabase } from "../measure/sluice.js";
import { runTask } from "../tasks/tasks.js";
import { tpchStatements, tpchTables } from "./tables.js";

/** Alias under which the data are attached. */
const alias = "raw";

/** The database with the data, made once for a scale factor. */
export async function tpchData({ workDir, sizes, log }: BenchOptions): Promise<string> {
  const file = path.join(workDir, `tpch-${sizes.scale}.duckdb`);
  if (existsSync(file)) return file;
  mkdirSync(workDir, { recursive: true });
  const [unfinished, statements] = [`${file}.new`, `${file}.json`];
  removeDatabase(unfinished);
  writeFileSync(statements, JSON.stringify(tpchStatements(sizes.scale)));
  const made = await runTask("bare-build", { database: unfinished, statements });
  renameSync(unfinished, file);
  log(`made the data of scale ${sizes.scale} in ${(made.milliseconds / 1000).toFixed(0)} s`);
  return file;
}

/** What a project needs to read the data by its plain table names, and what bare statements need. */
export function tpchProject(file: string) {
  const sources = tpchTables.map((table): [string, string] => [
    `models/${alias}/${table}.source.yaml`,
    `table: ${alias}.main.${table}\n`,
  ]);
  return {
    target: `{ path: "warehouse.duckdb", attach: { ${alias}: { path: ${JSON.stringify(file)} } } }`,
    files: sources,
    before: [
      `attach '${file}' as ${alias} (read_only)`,
      `set search_path = 'bare.main,${alias}.main'`,
    ],
  };
}
