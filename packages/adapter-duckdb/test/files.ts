import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { DuckDBInstance } from "@duckdb/node-api";
import type { OpenOptions, Row, SqlRunner } from "@sluice/core/adapter";
import { afterEach, beforeEach } from "vitest";
import { duckdb } from "../src/index.js";

const nativePath = pathToFileURL(createRequire(import.meta.url).resolve("@duckdb/node-api")).href;

/** A folder of its own for each test, where `shop.duckdb` is opened. */
export class TestFolder {
  projectDir = "";

  file(name = "shop.duckdb"): string {
    return join(this.projectDir, name);
  }

  open(options: Partial<OpenOptions> = {}) {
    const { projectDir } = this;
    return duckdb({ path: "shop.duckdb" }).open({ projectDir, command: "sluice test", ...options });
  }
}

/** Makes the folder before each test of a file and removes it after. */
export function useFolder(): TestFolder {
  const folder = new TestFolder();
  beforeEach(() => {
    folder.projectDir = mkdtempSync(join(tmpdir(), "sluice-open-"));
  });
  afterEach(() => rmSync(folder.projectDir, { recursive: true, force: true }));
  return folder;
}

/** All rows of a query. */
export async function all(warehouse: SqlRunner, sql: string): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for await (const row of warehouse.query(sql)) rows.push(row);
  return rows;
}

/** Rows as another program reads them: the file opened directly. */
export async function direct(
  path: string,
  sql: string,
  access: "READ_ONLY" | "READ_WRITE" = "READ_WRITE",
) {
  const instance = await DuckDBInstance.create(path, { access_mode: access });
  try {
    return (await (await instance.connect()).runAndReadAll(sql)).getRowObjectsJson();
  } finally {
    instance.closeSync();
  }
}

/** A process that opens the file, runs SQL, and stays until it is killed. */
export async function holder(path: string, sql: string) {
  const code = `
    const { DuckDBInstance } = (await import(${JSON.stringify(nativePath)})).default;
    const instance = await DuckDBInstance.create(${JSON.stringify(path)});
    const connection = await instance.connect();
    await connection.run(${JSON.stringify(sql)});
    console.log("ready");
    setInterval(() => connection.run("select 1"), 1000);`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", code], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
  await new Promise<void>((resolve, reject) => {
    child.stdout.once("data", () => resolve());
    child.once("close", () => reject(new Error(`the holder ended by itself: ${said}`)));
  });
  return {
    pid: child.pid,
    kill: () =>
      new Promise<void>((resolve) => {
        child.once("exit", () => resolve());
        child.kill("SIGKILL");
      }),
  };
}

/** A process that opens the file for reading and answers queries until it is ended. Rejects when it cannot be opened. */
export async function readerOf(path: string) {
  const code = `
    import { createInterface } from "node:readline";
    const { DuckDBInstance } = (await import(${JSON.stringify(nativePath)})).default;
    const instance = await DuckDBInstance.create(${JSON.stringify(path)}, { access_mode: "READ_ONLY" });
    const connection = await instance.connect();
    console.log("ready");
    for await (const sql of createInterface({ input: process.stdin }))
      console.log(JSON.stringify((await connection.runAndReadAll(sql)).getRowObjectsJson()));`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", code], {
    stdio: ["pipe", "pipe", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const first = await lines.next();
  if (first.done === true) {
    await ended;
    throw new Error(`the reader could not open it: ${said}`);
  }
  return {
    pid: child.pid,
    async ask(sql: string): Promise<unknown> {
      child.stdin.write(`${sql}\n`);
      const line = await lines.next();
      return JSON.parse(String(line.value)) as unknown;
    },
    async end() {
      child.stdin.end();
      await ended;
    },
  };
}
