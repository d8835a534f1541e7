import path from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { duckdb } from "@sluice/adapter-duckdb";
import type { FileRead } from "@sluice/core/adapter";

export const loadedFormats = ["csv", "ndjson", "json", "parquet"] as const;
type Format = (typeof loadedFormats)[number];

/** Columns of one type to be loaded from a file. */
export interface ExactLoad {
  readonly dir: string;
  readonly format: Format;
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

/** Options of `copy` and the engine's reader of each format, given the types of its columns. */
const formats: Readonly<
  Record<Format, { readonly copy: string; readonly read: (file: string, types: string) => string }>
> = {
  csv: {
    copy: "header",
    read: (file, types) => `read_csv('${file}', header = true, types = ${types})`,
  },
  ndjson: {
    copy: "format json",
    read: (file, types) => `read_json('${file}', format = 'newline_delimited', columns = ${types})`,
  },
  json: {
    copy: "format json, array true",
    read: (file, types) => `read_json('${file}', format = 'array', columns = ${types})`,
  },
  parquet: { copy: "format parquet", read: (file) => `read_parquet('${file}')` },
};

/** Loads a clean file by the engine's typed reader and exactly, as a seed is: examined first, then loaded. */
export async function exactLoad(input: ExactLoad): Promise<ExactLoadResult> {
  const { type, format } = input;
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  await connection.run("set TimeZone = 'UTC'");
  const file = path.join(input.dir, `${type.replace(/\W+/g, "-")}.${format}`);
  const values = columns.map((name, k) => `${input.value.replaceAll("$k", String(k))} as ${name}`);
  await connection.run(
    `copy (select ${values.join(", ")} from range(${input.rows}) r(i)) to '${file}' (${formats[format].copy})`,
  );
  const load = async (table: string, from: () => Promise<string>) => {
    const before = process.cpuUsage();
    await connection.run(`create or replace table ${table} as select * from ${await from()}`);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1e6;
  };
  const types = `{${columns.map((name) => `'${name}': '${type}'`).join(", ")}}`;
  const warehouse = await duckdb({ path: ":memory:" }).open({ projectDir: input.dir });
  const read: FileRead = {
    format,
    paths: [file],
    allText: true,
    columns: columns.map((name) => ({ name, type })),
  };
  const plain = await load("plain", () => Promise.resolve(formats[format].read(file, types)));
  const exact = await load("exact", async () =>
    warehouse.dialect.readFiles((await warehouse.plainColumns?.(read)) ?? read),
  );
  await warehouse.close();
  const counted = await connection.runAndReadAll(
    "select count(*)::integer from (from plain except all from exact)",
  );
  return { exact, plain, different: Number(counted.getRows()[0]?.[0]) };
}
