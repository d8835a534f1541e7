import { copyFileSync, existsSync, mkdirSync } from "node:fs";
import path from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { removeDatabase } from "./sluice.js";

/** Copies a database that nobody has open. Of the same file name, its views still find what they read. */
export function copyDatabase(from: string, to: string): void {
  removeDatabase(to);
  mkdirSync(path.dirname(to), { recursive: true });
  copyFileSync(from, to);
  if (existsSync(`${from}.wal`)) copyFileSync(`${from}.wal`, `${to}.wal`);
}

/** Rows of a query on a database that nobody writes to. */
export async function readDatabase(
  file: string,
  sql: string,
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const instance = await DuckDBInstance.create(file, { access_mode: "READ_ONLY" });
  const connection = await instance.connect();
  try {
    return (await connection.runAndReadAll(sql)).getRowObjects();
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** The table behind the view that readers use, as text for a statement. */
export async function physicalTable(file: string, model: string): Promise<string> {
  const [row] = await readDatabase(
    file,
    `select physical from _sluice.environments where environment = 'prod' and model = '${model}'`,
  );
  return `_sluice."${String(row?.["physical"])}"`;
}
