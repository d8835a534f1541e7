import { readdir, realpath, rm, rmdir, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import type { OpenOptions, SluiceError } from "@sluice/core/adapter";
import {
  catalogName,
  databasePath,
  defaultBlockSize,
  memoryCatalog,
  memoryPath,
  prepareFile,
} from "./database-file.js";
import { cancelled, normalizeError } from "./errors.js";
import { createInstance, setUp } from "./instance.js";
import { needsCheckpoint, noteLog } from "./retained-log.js";
import {
  describeHolder,
  lockedError,
  lockedFile,
  removeLock,
  removeReaderLocks,
  writeLock,
} from "./lock.js";
import { loadNative, type Native } from "./native.js";
import { openError } from "./open-error.js";
import { holdInProcess } from "./open-files.js";
import type { DuckdbOptions } from "./options.js";
import { quoteIdentifier, quoteText } from "./text.js";

/** An open engine with its database attached under `catalog`. */
export interface OpenDatabase {
  readonly native: Native;
  readonly instance: DuckDBInstance;
  readonly catalog: string;
  /** Bytes of a storage block of new files. */
  readonly blockSize: number;
  /** Statements that make a new connection ready. */
  readonly prepareConnection: string;
  /** Lets go of what was taken beside the engine: lock file, in-process hold. */
  readonly release: (how: { readonly keptLog: boolean }) => Promise<void>;
}

const pollMillis = 100;

/**
 * Opens the engine in memory and attaches the database file to it, never the file directly: attaching
 * replays a write-ahead log that a direct open fails on (DuckDB 1.5 after a kill that follows an ALTER
 * with an expression default). A log found at the start is checkpointed at once, so that other programs
 * can open the file directly again; one that was left on purpose is harmless and stays. A log is never
 * deleted. Waits for files that others hold, as long as `open` allows.
 */
export async function openDatabase(
  options: DuckdbOptions,
  open: OpenOptions,
): Promise<OpenDatabase> {
  const native = await loadNative();
  const readOnly = open.readOnly === true;
  const path = await filePath(options, open);
  const files = [
    ...(path === undefined ? [] : [{ path, readOnly }]),
    ...(await attachedFiles(options, open.projectDir)),
  ];
  const wait = createWait(open);
  for (;;) {
    const { letGo, blocked } = holdInProcess(files);
    if (blocked !== undefined) {
      await wait(blocked, () => `process ${process.pid} (this one)`);
      continue;
    }
    try {
      return await openEngine({ native, options, open, path, letGo });
    } catch (error) {
      letGo();
      const problem = normalizeError(error);
      const file = path ?? options.path;
      if (problem.code !== "ADAPTER.LOCKED") throw openError(file, problem);
      const locked = lockedFile(String(problem.cause)) ?? file;
      await wait(locked, () => describeHolder(locked, String(problem.cause)), problem.cause);
    }
  }
}

/** Real path of the database file; undefined for one in memory, as one that does not exist may be opened. */
async function filePath(
  options: DuckdbOptions,
  { projectDir, readOnly = false, emptyIfMissing = false }: OpenOptions,
): Promise<string | undefined> {
  if (options.path === memoryPath) return undefined;
  const path = databasePath(options.path, projectDir);
  const isEmpty = readOnly && emptyIfMissing && !(await exists(path));
  return isEmpty ? undefined : prepareFile(path, readOnly);
}

/** True but for a path at which there is nothing; what may not be looked at is told where it is opened. */
function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    (error: unknown) => (error as NodeJS.ErrnoException).code !== "ENOENT",
  );
}

/** Other databases as this process holds them: real paths, read-only. A missing file is reported at its attachment. */
async function attachedFiles({ attach = {} }: DuckdbOptions, projectDir: string) {
  const paths = Object.values(attach).map(async (other) => {
    const path = databasePath(other.path, projectDir);
    return { path: await realpath(path).catch(() => path), readOnly: true };
  });
  return Promise.all(paths);
}

/** Waits a moment for the holder of a file to let go; rejects at the end of the time there is. */
function createWait(open: OpenOptions) {
  const deadline = Date.now() + (open.lockTimeoutMs ?? 0);
  let told = false;
  return async (
    file: string,
    holder: () => string | Promise<string>,
    cause?: unknown,
  ): Promise<void> => {
    if (open.signal?.aborted === true) throw cancelled(open.signal.reason);
    if (Date.now() >= deadline) throw lockedError(file, await holder(), cause);
    if (!told) open.onLockWait?.(await holder());
    told = true;
    await sleep(Math.max(1, Math.min(pollMillis, deadline - Date.now())));
  };
}

interface Opening {
  readonly native: Native;
  readonly options: DuckdbOptions;
  readonly open: OpenOptions;
  /** Real path of the database file; undefined in memory. */
  readonly path: string | undefined;
  readonly letGo: () => void;
}

async function openEngine({ native, options, open, path, letGo }: Opening): Promise<OpenDatabase> {
  const instance = await createInstance(native, options, spillFolder(options, open, path));
  const before = await inode(path);
  let releaseFile: OpenDatabase["release"] | undefined;
  try {
    const connection = await instance.connect();
    const catalog =
      path === undefined
        ? await attachMemory(connection)
        : await attachFile(connection, path, { options, open });
    if (before !== undefined && before !== (await inode(path))) throw replaced(path);
    if (path !== undefined) releaseFile = await claimFile(path, open);
    const sessionSetup = await setUp(connection, options, open.projectDir);
    connection.closeSync();
    return {
      native,
      instance,
      catalog,
      blockSize: options.block_size ?? defaultBlockSize,
      prepareConnection: [`use ${quoteIdentifier(catalog)}.main`, ...sessionSetup].join("; "),
      release: async (how) => {
        await releaseFile?.(how);
        letGo();
      },
    };
  } catch (error) {
    await releaseFile?.({ keptLog: false });
    await withoutCheckpoint(instance);
    instance.closeSync();
    throw error;
  }
}

/** The inode of a file, which another that takes its place does not have. */
async function inode(path: string | undefined): Promise<bigint | undefined> {
  if (path === undefined) return undefined;
  return (await stat(path, { bigint: true }).catch(() => undefined))?.ino;
}

/** The lock is on a file that is no longer at the path: what is written there would be lost. */
function replaced(path: string | undefined): SluiceError {
  return lockedError(path ?? "", "a process that puts another file in its place");
}

/** Closing checkpoints; where opening has failed, that may fail too, and the engine would end the process. */
async function withoutCheckpoint(instance: DuckDBInstance): Promise<void> {
  try {
    const connection = await instance.connect();
    await connection.run("pragma disable_checkpoint_on_shutdown");
    connection.closeSync();
  } catch {
    // Then there is nothing to be done about it.
  }
}

/** Where big operations spill: as configured, else beside the file, else among the machine's temporary files. */
function spillFolder(options: DuckdbOptions, open: OpenOptions, path: string | undefined): string {
  const { temp_directory: configured } = options;
  if (configured !== undefined) return resolve(open.projectDir, configured);
  return path === undefined ? join(tmpdir(), `sluice-duckdb-${process.pid}`) : `${path}.tmp`;
}

/** Removes what a killed process spilled beside a file that this one alone has open; what others put there stays. */
async function removeSpill(path: string): Promise<void> {
  const folder = `${path}.tmp`;
  const names = await readdir(folder).catch(() => []);
  const spilled = names.filter((name) => name.startsWith("duckdb_temp_"));
  await Promise.all(
    spilled.map((name) => rm(join(folder, name), { force: true }).catch(() => undefined)),
  );
  await rmdir(folder).catch(() => undefined);
}

/** Says beside the file who has it open; returns how to take that back, and to note a log that is left on purpose. */
async function claimFile(path: string, open: OpenOptions): Promise<OpenDatabase["release"]> {
  const { readOnly = false, command = process.argv.join(" ") } = open;
  const lock = await writeLock(path, command, { readOnly });
  if (!readOnly) await Promise.all([removeSpill(path), removeReaderLocks(path)]);
  return async ({ keptLog }) => {
    if (keptLog && open.cacheDir !== undefined) await noteLog(path, open.cacheDir);
    await removeLock(lock);
  };
}

async function attachMemory(connection: DuckDBConnection): Promise<string> {
  await connection.run(`attach ':memory:' as ${memoryCatalog}`);
  return memoryCatalog;
}

/** Attaches the file; a log that was not left on purpose is checkpointed. */
async function attachFile(
  connection: DuckDBConnection,
  path: string,
  { options, open }: Pick<Opening, "options" | "open">,
): Promise<string> {
  const readOnly = open.readOnly === true;
  const mend = !readOnly && (await needsCheckpoint(path, open.cacheDir));
  const blockSize = options.block_size ?? defaultBlockSize;
  const catalog = await attach(connection, { path, readOnly, blockSize, schemas: open.schemas });
  if (mend) await connection.run(`checkpoint ${quoteIdentifier(catalog)}`);
  return catalog;
}

interface Attachment {
  readonly path: string;
  readonly readOnly: boolean;
  readonly blockSize: number;
  /** Schemas that are there or will be made. */
  readonly schemas: OpenOptions["schemas"];
}

/** Attaches under the file's own name, or another where a schema of that name would make it ambiguous. */
async function attach(
  connection: DuckDBConnection,
  { path, readOnly, blockSize, schemas: known = [] }: Attachment,
): Promise<string> {
  const isNew = (await stat(path).catch(() => undefined)) === undefined;
  const how = readOnly ? ", read_only" : isNew ? `, block_size ${blockSize}` : "";
  const as = (name: string) =>
    connection.run(`attach ${quoteText(path)} as ${quoteIdentifier(name)} (type duckdb${how})`);
  const name = catalogName(path);
  const aside = `${name}_db`;
  if (isNew) {
    // A project that cannot be loaded makes no file.
    await known;
    await as(aside);
    return aside;
  }
  await as(name);
  const schemas = await known;
  if (schemas.some((schema) => schema.toLowerCase() === name.toLowerCase())) {
    await connection.run(`detach ${quoteIdentifier(name)}`);
    await as(aside);
    return aside;
  }
  const clash = await connection.runAndReadAll(
    `select 1 from duckdb_schemas() where database_name = ${quoteText(name)} and lower(schema_name) = lower(${quoteText(name)})`,
  );
  if (clash.currentRowCount === 0) return name;
  await connection.run(`detach ${quoteIdentifier(name)}`);
  await as(aside);
  return aside;
}
