import { constants } from "node:fs";
import { access, mkdir, realpath, stat } from "node:fs/promises";
import { basename, dirname, extname, join, resolve } from "node:path";
import { SluiceError, systemError } from "@sluice/core/adapter";
import type { DuckdbOptions } from "./options.js";

export const memoryPath = ":memory:";
/** Name of a warehouse in memory. */
export const memoryCatalog = "memory_db";
/** See docs/adr/0003-duckdb-block-size.md for the measurement. */
export const defaultBlockSize = 65_536;

/** Absolute path of the database file of a target. */
export function databasePath(path: string, projectDir: string): string {
  return resolve(projectDir, path);
}

/** The name under which DuckDB itself would attach this file: other programs' views may carry it. */
export function catalogName(path: string): string {
  const file = basename(path);
  const name = basename(file, extname(file));
  return name === "" || reserved.has(name.toLowerCase()) ? `${name}_db` : name;
}

const reserved = new Set(["memory", "system", "temp", "main", "pg_catalog", "information_schema"]);

/** Names of databases beside that of the warehouse: what every engine has, and what the target attaches. */
export function reservedSchemas({ path, attach = {} }: DuckdbOptions): readonly string[] {
  const own = ["memory", "system", "temp", ...(path === memoryPath ? [memoryCatalog] : [])];
  return [...own, ...Object.keys(attach).map((alias) => alias.toLowerCase())];
}

/**
 * Checks, before the engine is asked, what it reports only vaguely, and makes the folder of a new file.
 * Returns the real path. Raises `ADAPTER.CONNECT`, `ADAPTER.READ_ONLY` or `SYSTEM.*`.
 */
export async function prepareFile(path: string, readOnly: boolean): Promise<string> {
  const found = await stat(path).catch((error: unknown) => {
    if (/^(?:ENOENT|ENOTDIR)$/.test(String((error as NodeJS.ErrnoException).code)))
      return undefined;
    throw notReadable(path, error);
  });
  if (found?.isDirectory() === true) throw connectError(path, "it is a folder, not a file");
  if (readOnly) {
    if (found === undefined) throw connectError(path, "it does not exist");
    await access(path, constants.R_OK).catch((cause: unknown) => {
      throw notReadable(path, cause);
    });
    return realpath(path);
  }
  const folder = dirname(path);
  await mkdir(folder, { recursive: true }).catch((cause: unknown) => {
    throw readOnlyError(folder, cause);
  });
  await access(folder, constants.W_OK | constants.X_OK).catch((cause: unknown) => {
    throw readOnlyError(folder, cause);
  });
  if (found === undefined) return join(await realpath(folder), basename(path));
  await access(path, constants.R_OK).catch((cause: unknown) => {
    throw notReadable(path, cause);
  });
  await access(path, constants.W_OK).catch((cause: unknown) => {
    throw readOnlyError(path, cause);
  });
  return realpath(path);
}

function notReadable(path: string, cause: unknown): SluiceError {
  const refusal = systemError(cause, { file: path, cannotBe: "read" });
  return refusal ?? connectError(path, "it may not be read", cause);
}

function connectError(path: string, reason: string, cause?: unknown): SluiceError {
  return new SluiceError({
    code: "ADAPTER.CONNECT",
    message: `${path} cannot be opened: ${reason}.`,
    cause,
  });
}

function readOnlyError(path: string, cause: unknown): SluiceError {
  return new SluiceError({
    code: "ADAPTER.READ_ONLY",
    message: `${path} cannot be written.`,
    cause,
  });
}
