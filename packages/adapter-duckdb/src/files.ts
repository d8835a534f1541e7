import { constants } from "node:fs";
import { access, chmod, link, realpath, rename, rm, stat } from "node:fs/promises";
import {
  isSluiceError,
  replaceFile,
  type AdapterCapabilities,
  type BackupOptions,
  type CompactOptions,
  type ErrorCode,
  type OpenOptions,
  type RestoreOptions,
  type WarehouseFiles,
} from "@sluice/core/adapter";
import { copyFile } from "./copy-file.js";
import { databasePath } from "./database-file.js";
import { logPath } from "./retained-log.js";
import { lockedError, removeLock, writeLock } from "./lock.js";
import { openDatabase } from "./open.js";
import type { DuckdbOptions } from "./options.js";
import { DuckdbWarehouse } from "./warehouse.js";

/** Rounds of waiting for a moment without a log; others would have to write between two calls each time. */
const mostRounds = 20;

/** What opening a damaged file ends with. */
const broken: readonly ErrorCode[] = ["ADAPTER.CORRUPT", "ADAPTER.CONNECT"];

/** Copies of a database file, and the way back. */
export function databaseFiles(
  options: DuckdbOptions,
  capabilities: AdapterCapabilities,
): WarehouseFiles {
  // What is attached to the warehouse is no part of it.
  const { attach: _attach, ...own } = options;
  const openFile = async (path: string, open: OpenOptions) =>
    new DuckdbWarehouse(await openDatabase({ ...own, path }, open), capabilities);
  const using = (open: OpenOptions): Warehouse => ({
    path: databasePath(options.path, open.projectDir),
    open: (readOnly) => openFile(options.path, { ...open, readOnly }),
    command: open.command ?? process.argv.join(" "),
  });
  return Object.freeze({
    extension: ".duckdb",
    open: (file: string, open: OpenOptions) =>
      openFile(file, { ...open, readOnly: true, cacheDir: undefined }),
    backup: (file: string, open: BackupOptions) => backup(file, open, using(open)),
    compact: (open: CompactOptions) => compact(open, using(open)),
    restore: (file: string, open: RestoreOptions) => restore(file, open, using(open)),
  });
}

/** The warehouse of the target. */
interface Warehouse {
  readonly path: string;
  readonly open: (readOnly: boolean) => Promise<DuckdbWarehouse>;
  /** Told to whoever meets our lock. */
  readonly command: string;
}

async function backup(file: string, open: BackupOptions, warehouse: Warehouse): Promise<void> {
  await holding(warehouse, async (source) => {
    if (open.compact === true) await source.copyInto(file, { signal: open.signal });
    else await copyFile(await realpath(warehouse.path), file, open.signal);
    await open.verify(source);
  });
}

/** Whoever has the old file open for reading keeps it; nobody can have it open for writing. */
async function compact(open: CompactOptions, warehouse: Warehouse): Promise<void> {
  await holding(warehouse, (source) =>
    replaceFile(warehouse.path, async (partial) => {
      await source.copyInto(partial, { signal: open.signal });
      await chmod(partial, (await stat(warehouse.path)).mode);
      await open.verify(source, partial);
    }),
  );
}

/**
 * Puts a copy in the place of the database. What was there gets a second name first, so that there is never a moment
 * without a database. Its log has been checkpointed; only that of a file which cannot be opened is left, and moves away
 * before the new file comes: no log may be applied to a file it is not of.
 */
async function restore(file: string, open: RestoreOptions, warehouse: Warehouse) {
  const { path } = warehouse;
  const replace = async (): Promise<string | undefined> =>
    replaceFile(path, async (partial) => {
      await copyFile(file, partial, open.signal);
      await open.accept(partial);
      return putAside(await realpath(path).catch(() => path));
    });
  const opens = await settles(warehouse);
  return { kept: opens ? await holding(warehouse, replace) : await replace() };
}

/** Applies the log to the file it belongs to. False when there is nothing that can be opened, so nobody has it open. */
async function settles({ path, open }: Warehouse): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile() !== true) return false;
  try {
    // Opening for writing excludes readers too.
    await (await open(false)).close();
    return true;
  } catch (error) {
    const isBroken = isSluiceError(error) && broken.includes(error.code);
    if (!isBroken || !(await mayBeOpened(path))) throw error;
    return false;
  }
}

async function mayBeOpened(path: string): Promise<boolean> {
  return access(path, constants.R_OK | constants.W_OK).then(
    () => true,
    () => false,
  );
}

/** Gives what stands at `path` the name under which it is kept. */
async function putAside(path: string): Promise<string | undefined> {
  if ((await stat(path).catch(() => undefined)) === undefined) {
    await rm(logPath(path), { force: true });
    return undefined;
  }
  const kept = await freeName(`${path}.before-restore-${timestamp()}`);
  if (await hasLog(path)) await rename(logPath(path), logPath(kept));
  await rm(logPath(path), { force: true });
  // File systems without links are without a database for a moment.
  await link(path, kept).catch(() => rename(path, kept));
  return kept;
}

async function freeName(name: string): Promise<string> {
  for (let count = 1; ; count++) {
    const candidate = count === 1 ? name : `${name}-${count}`;
    if ((await stat(candidate).catch(() => undefined)) === undefined) return candidate;
  }
}

/** `20260131T060000Z`. */
function timestamp(): string {
  return new Date().toISOString().replace(/[-:]|\.\d+/g, "");
}

/** Runs `work` while the database is complete without a log and this process keeps all others from writing it. */
async function holding<T>(
  { path, open, command }: Warehouse,
  work: (database: DuckdbWarehouse) => Promise<T>,
): Promise<T> {
  for (let round = 1; round <= mostRounds; round++) {
    if (await hasLog(path)) await (await open(false)).close();
    const database = await open(true);
    // Nobody may write meanwhile, though this process only reads.
    const real = await realpath(path);
    const lock = await writeLock(real, command);
    try {
      if (!(await hasLog(path))) return await work(database);
    } finally {
      await removeLock(lock);
      await database.close();
    }
  }
  throw lockedError(path, "processes that keep writing it");
}

async function hasLog(path: string): Promise<boolean> {
  const real = await realpath(path).catch(() => path);
  return ((await stat(logPath(real)).catch(() => undefined))?.size ?? 0) > 0;
}
