import { stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { SluiceError, type OpenOptions } from "@sluice/core/adapter";
import { catalogName, databasePath, memoryPath, prepareFile } from "./database-file.js";
import { cancelled, normalizeError } from "./errors.js";
import { literal } from "./literals.js";
import { describeHolder, lockedError, removeLock, writeLock } from "./lock.js";
import { loadNative, type Native } from "./native.js";
import { holdInProcess } from "./open-files.js";
import type { DuckdbOptions } from "./options.js";
import { quoteIdentifier, quoteText } from "./text.js";

/** An open engine with its database attached under `catalog`. */
export interface OpenDatabase {
  readonly native: Native;
  readonly instance: DuckDBInstance;
  readonly catalog: string;
  /** Statements that make a new connection ready. */
  readonly prepareConnection: string;
  /** Lets go of what was taken beside the engine: lock file, in-process hold. */
  readonly release: () => Promise<void>;
}

const pollMillis = 100;
const memoryCatalog = "memory_db";
/** See docs/adr/0003-duckdb-block-size.md for the measurement. */
const defaultBlockSize = 65_536;

/**
 * Opens the engine in memory and attaches the database file to it, never the file directly: attaching
 * replays a write-ahead log that a direct open fails on (DuckDB 1.5 after a kill that follows an ALTER
 * with an expression default). A log found at the start is checkpointed at once, so that other programs
 * can open the file directly again. A log is never deleted.
 */
export async function openDatabase(
  options: DuckdbOptions,
  open: OpenOptions,
): Promise<OpenDatabase> {
  const native = loadNative();
  if (options.path === memoryPath) return openMemory(native, options, open);
  const readOnly = open.readOnly === true;
  const path = await prepareFile(databasePath(options.path, open.projectDir), readOnly);
  const deadline = Date.now() + (open.lockTimeoutMs ?? 0);
  const told = { holder: "" };
  const wait = async (holder: string, cause?: unknown) => {
    if (open.signal?.aborted === true) throw cancelled(open.signal.reason);
    if (Date.now() >= deadline) throw lockedError(path, holder, cause);
    if (told.holder === "") open.onLockWait?.(holder);
    told.holder = holder;
    await sleep(Math.max(1, Math.min(pollMillis, deadline - Date.now())));
  };
  for (;;) {
    const letGo = holdInProcess(path, readOnly);
    if (letGo === undefined) {
      await wait(`process ${process.pid} (this one)`);
      continue;
    }
    try {
      return await attachFile({ native, options, open, path, letGo });
    } catch (error) {
      letGo();
      const problem = normalizeError(error);
      if (problem.code !== "ADAPTER.LOCKED") throw openError(path, problem);
      await wait(await describeHolder(path, String(problem.cause)), problem.cause);
    }
  }
}

interface Attaching {
  readonly native: Native;
  readonly options: DuckdbOptions;
  readonly open: OpenOptions;
  readonly path: string;
  readonly letGo: () => void;
}

async function attachFile({
  native,
  options,
  open,
  path,
  letGo,
}: Attaching): Promise<OpenDatabase> {
  const spill = resolve(open.projectDir, options.temp_directory ?? `${path}.tmp`);
  const readOnly = open.readOnly === true;
  const instance = await createInstance(native, options, spill);
  try {
    const connection = await instance.connect();
    const hadLog = (await stat(`${path}.wal`).catch(() => undefined))?.size ?? 0;
    const blockSize = options.block_size ?? defaultBlockSize;
    const catalog = await attach(connection, { path, readOnly, blockSize, schemas: open.schemas });
    if (hadLog > 0 && !readOnly) await connection.run(`checkpoint ${quoteIdentifier(catalog)}`);
    const sessionSetup = await setUp(connection, options, open.projectDir);
    connection.closeSync();
    const lock = readOnly
      ? undefined
      : await writeLock(path, open.command ?? process.argv.join(" "));
    return {
      native,
      instance,
      catalog,
      prepareConnection: [`use ${quoteIdentifier(catalog)}.main`, ...sessionSetup].join("; "),
      release: async () => {
        if (lock !== undefined) await removeLock(path, lock);
        letGo();
      },
    };
  } catch (error) {
    instance.closeSync();
    throw error;
  }
}

interface Attachment {
  readonly path: string;
  readonly readOnly: boolean;
  readonly blockSize: number;
  /** Schemas that are there or will be made. */
  readonly schemas: readonly string[] | undefined;
}

/** Attaches under the file's own name, or another where a schema of that name would make it ambiguous. */
async function attach(
  connection: DuckDBConnection,
  { path, readOnly, blockSize, schemas = [] }: Attachment,
): Promise<string> {
  const isNew = (await stat(path).catch(() => undefined)) === undefined;
  const how = readOnly ? ", read_only" : isNew ? `, block_size ${blockSize}` : "";
  const as = (name: string) =>
    connection.run(`attach ${quoteText(path)} as ${quoteIdentifier(name)} (type duckdb${how})`);
  const name = catalogName(path);
  const aside = `${name}_db`;
  if (isNew || schemas.some((schema) => schema.toLowerCase() === name.toLowerCase())) {
    await as(aside);
    return aside;
  }
  await as(name);
  const clash = await connection.runAndReadAll(
    `select 1 from duckdb_schemas() where database_name = ${quoteText(name)} and lower(schema_name) = lower(${quoteText(name)})`,
  );
  if (clash.currentRowCount === 0) return name;
  await connection.run(`detach ${quoteIdentifier(name)}`);
  await as(aside);
  return aside;
}

async function openMemory(
  native: Native,
  options: DuckdbOptions,
  open: OpenOptions,
): Promise<OpenDatabase> {
  const spill =
    options.temp_directory === undefined
      ? join(tmpdir(), `sluice-duckdb-${process.pid}`)
      : resolve(open.projectDir, options.temp_directory);
  const instance = await createInstance(native, options, spill);
  const connection = await instance.connect();
  await connection.run(`attach ':memory:' as ${memoryCatalog}`);
  const sessionSetup = await setUp(connection, options, open.projectDir);
  connection.closeSync();
  return {
    native,
    instance,
    catalog: memoryCatalog,
    prepareConnection: [`use ${memoryCatalog}.main`, ...sessionSetup].join("; "),
    release: async () => undefined,
  };
}

async function createInstance(
  native: Native,
  options: DuckdbOptions,
  spill: string,
): Promise<DuckDBInstance> {
  return native.DuckDBInstance.create(":memory:", {
    autoload_known_extensions: "false",
    autoinstall_known_extensions: "false",
    temp_directory: spill,
    ...(options.threads === undefined ? {} : { threads: String(options.threads) }),
    ...(options.memory_limit === undefined ? {} : { memory_limit: options.memory_limit }),
  });
}

/** Settings and attachments; returns what each connection has to set for itself. */
async function setUp(
  connection: DuckDBConnection,
  options: DuckdbOptions,
  projectDir: string,
): Promise<readonly string[]> {
  await connection.run("set global errors_as_json = true; set global TimeZone = 'UTC'");
  for (const [alias, { path }] of Object.entries(options.attach ?? {})) {
    const file = databasePath(path, projectDir);
    await connection
      .run(`attach ${quoteText(file)} as ${quoteIdentifier(alias)} (type duckdb, read_only)`)
      .catch((error: unknown) => {
        throw openError(file, normalizeError(error));
      });
  }
  const perConnection: string[] = [];
  for (const [key, value] of Object.entries(options.settings ?? {})) {
    const assignment = `${quoteIdentifier(key)} = ${literal(value)}`;
    try {
      await connection.run(`set global ${assignment}`);
    } catch (error) {
      const problem = normalizeError(error);
      if (!problem.message.includes("cannot be set globally")) throw settingError(key, problem);
      perConnection.push(`set session ${assignment}`);
    }
  }
  return perConnection;
}

function settingError(key: string, problem: SluiceError): SluiceError {
  return new SluiceError({
    code: "CONFIG.INVALID",
    message: `duckdb(): the setting \`${key}\` is not accepted: ${problem.message}`,
    hints: problem.hints,
    cause: problem,
  });
}

/** An error of opening, as one about the file. */
function openError(path: string, problem: SluiceError): SluiceError {
  const known = problem.code.startsWith("ADAPTER.") || problem.code.startsWith("CONFIG.");
  const message =
    problem.code === "ADAPTER.CORRUPT"
      ? `${path} cannot be read as a DuckDB database.`
      : problem.message;
  return new SluiceError({
    code: known || problem.code === "RUN.CANCELLED" ? problem.code : "ADAPTER.CONNECT",
    message: known ? message : `${path} cannot be opened: ${problem.message}`,
    why: problem.code === "ADAPTER.CORRUPT" ? problem.message : problem.why,
    hints: problem.hints,
    retryable: problem.retryable,
    cause: problem.cause,
  });
}
