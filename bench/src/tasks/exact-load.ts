import path from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { duckdb } from "@sluice/adapter-duckdb";

/** Columns of one type to be loaded from a CSV file. */
export interface ExactLoad {
  readonly dir: string;
  readonly type: string;
  /** SQL of a value for row `i` and column `k`. */
  readonly value: string;
  readonly rows: number;
}

/** Seconds of processor time of either load, and the rows that differ. */
export interface ExactLoadResult {
  readonly exact: number;
  readonly plain: number;
  readonly different: number;
}

const columns = ["c0", "c1", "c2", "c3", "c4"];

/** Loads a clean file by the engine's typed reader and by the exact one. */
export async function exactLoad(input: ExactLoad): Promise<ExactLoadResult> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  await connection.run("set TimeZone = 'UTC'");
  const file = path.join(input.dir, `${input.type.replace(/\W+/g, "-")}.csv`);
  const values = columns.map((name, k) => `${input.value.replaceAll("$k", String(k))} as ${name}`);
  await connection.run(
    `copy (select ${values.join(", ")} from range(${input.rows}) r(i)) to '${file}' (header)`,
  );
  const { type } = input;
  const typed = columns.map((name) => `'${name}': '${type}'`).join(", ");
  const load = async (table: string, from: string) => {
    const before = process.cpuUsage();
    await connection.run(`create or replace table ${table} as select * from ${from}`);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1e6;
  };
  const { dialect } = duckdb({ path: ":memory:" });
  const read = {
    format: "csv",
    paths: [file],
    allText: true,
    columns: columns.map((name) => ({ name, type })),
  } as const;
  const plain = await load("plain", `read_csv('${file}', header = true, types = {${typed}})`);
  const exact = await load("exact", dialect.readFiles(read));
  const counted = await connection.runAndReadAll(
    "select count(*)::integer from (from plain except all from exact)",
  );
  return { exact, plain, different: Number(counted.getRows()[0]?.[0]) };
}
