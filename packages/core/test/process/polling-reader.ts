import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath, pathToFileURL } from "node:url";

const packages = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../..");
const engine = pathToFileURL(
  createRequire(path.join(packages, "adapter-duckdb/package.json")).resolve("@duckdb/node-api"),
).href;

/** What one look at a file gave: its row, or why it could not be opened or read. */
export type Look = { readonly row: Readonly<Record<string, unknown>> } | { readonly error: string };

/** Another program that opens a file for reading, asks one query and closes it, again and again. */
export async function startPolling(file: string, query: string) {
  const code = `
    const { DuckDBInstance } = (await import(${JSON.stringify(engine)})).default;
    for (;;) {
      let look;
      try {
        const instance = await DuckDBInstance.create(${JSON.stringify(file)}, { access_mode: "READ_ONLY" });
        try {
          const connection = await instance.connect();
          const reader = await connection.runAndReadAll(${JSON.stringify(query)});
          look = { row: reader.getRowObjectsJson()[0] };
          connection.closeSync();
        } finally {
          instance.closeSync();
        }
      } catch (error) {
        look = { error: String(error) };
      }
      console.log(JSON.stringify(look));
    }`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", code], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const looks: Look[] = [];
  const wake = new Set<() => void>();
  createInterface({ input: child.stdout }).on("line", (line) => {
    looks.push(JSON.parse(line) as Look);
    for (const check of wake) check();
  });
  /** Resolves when the reader has looked so many times more. */
  const more = (count: number): Promise<void> => {
    const enough = looks.length + count;
    return new Promise((resolve) => {
      const check = () => {
        if (looks.length < enough) return;
        wake.delete(check);
        resolve();
      };
      wake.add(check);
    });
  };
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  await more(1);
  return {
    looks: looks as readonly Look[],
    more,
    async stop(): Promise<void> {
      child.kill("SIGKILL");
      await ended;
    },
  };
}
