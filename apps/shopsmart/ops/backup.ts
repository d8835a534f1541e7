/**
 * Copies of the warehouse that prove themselves: `npm run backup -- create`, `verify <file>`, `restore
 * <file>`. A checksum stands beside each copy; a copy that no longer matches it is never restored.
 */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { copyFile, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { openWorkspace } from "@sluice/core";
import { createCheckEngine } from "@sluice/dq";

export interface BackupOptions {
  /** Folder of the project. */
  readonly dir: string;
  /** @default the configuration's default target */
  readonly target?: string | undefined;
}

/** Copies the target's database into `backups/` and returns the copy's path. */
export async function createBackup(options: BackupOptions): Promise<string> {
  const stamp = new Date().toISOString().replaceAll(/[-:]|\.\d+/g, "");
  return withDatabase(options, async (database) => {
    const folder = path.join(options.dir, "backups");
    await mkdir(folder, { recursive: true });
    const copy = path.join(folder, `${path.parse(database).name}-${stamp}.duckdb`);
    await copyFile(database, copy);
    await writeFile(`${copy}.sha256`, `${await sha256(copy)}  ${path.basename(copy)}\n`);
    return copy;
  });
}

/** Whether a copy is still what was written. */
export async function verifyBackup(copy: string): Promise<boolean> {
  const [expected = ""] = (await readFile(`${copy}.sha256`, "utf8")).split(" ");
  return (await sha256(copy)) === expected;
}

/**
 * Puts a copy in the place of the target's database; false, and nothing done, when it does not verify.
 * Raises `ADAPTER.LOCKED` while another process uses the database.
 */
export async function restoreBackup(copy: string, options: BackupOptions): Promise<boolean> {
  if (!(await verifyBackup(copy))) return false;
  const database = await withDatabase(options, async (file) => {
    await copyFile(copy, `${file}.restore`);
    return file;
  });
  await rm(`${database}.wal`, { force: true });
  await rename(`${database}.restore`, database);
  return true;
}

/** Runs `body` while this process alone holds the database, with everything written to its file. */
async function withDatabase<T>(
  { dir, target }: BackupOptions,
  body: (database: string) => Promise<T>,
): Promise<T> {
  const workspace = await openWorkspace({ dir, target, checks: createCheckEngine() });
  const { engine } = workspace;
  await workspace.close();
  const warehouse = await engine.open({ projectDir: dir, command: "backup" });
  try {
    await warehouse.execute("checkpoint");
    return await body(path.resolve(dir, engine.location));
  } finally {
    await warehouse.close();
  }
}

async function sha256(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest("hex");
}

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { target: { type: "string" } },
  });
  const [command, file] = positionals;
  const options = { dir: fileURLToPath(new URL("..", import.meta.url)), target: values.target };
  if (command === "create") {
    console.log(`Wrote ${path.relative(options.dir, await createBackup(options))}.`);
  } else if ((command === "verify" || command === "restore") && file !== undefined) {
    const whole =
      command === "verify" ? await verifyBackup(file) : await restoreBackup(file, options);
    console.log(whole ? `${file} is whole.` : `${file} is not what was written.`);
    if (whole && command === "restore") console.log("Restored.");
    if (!whole) process.exitCode = 4;
  } else {
    console.error("Usage: backup create | verify <file> | restore <file> [--target <name>]");
    process.exitCode = 2;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
