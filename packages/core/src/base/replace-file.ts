import { randomBytes } from "node:crypto";
import { chmod, mkdir, open, readdir, realpath, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import type { ErrorCode } from "./errors/error-table.js";
import { SluiceError } from "./errors/sluice-error.js";
import { systemError } from "./errors/system-error.js";

/** How a file is put in its place. */
export interface ReplaceOptions {
  /** Takes every right to write from the file. @default false */
  readonly readOnly?: boolean | undefined;
  /** The code of every refusal of the operating system. @default `ADAPTER.DISK_FULL`, `ADAPTER.READ_ONLY` or `SYSTEM.*` */
  readonly code?: ErrorCode | undefined;
}

/** Partial files that this process is writing: all others with its number are of a process long gone. */
const writing = new Set<string>();

/**
 * Writes a file so that whoever looks finds the old one or the new one, whole, whatever happens meanwhile: `write` makes
 * it under another name beside, then it is synced and renamed into place. Partial files of processes that were killed are
 * removed first. Raises `ADAPTER.DISK_FULL`, `ADAPTER.READ_ONLY`, `SYSTEM.*` or the given code; the old file is untouched then.
 */
export async function replaceFile<T>(
  file: string,
  write: (partial: string) => Promise<T>,
  { readOnly = false, code }: ReplaceOptions = {},
): Promise<T> {
  return reported(file, code, async () => {
    const place = await realpath(file).catch(() => file);
    if ((await stat(place).catch(() => undefined))?.isDirectory() === true)
      throw Object.assign(new Error(`${place} is a folder`), { code: "EISDIR" });
    await mkdir(path.dirname(place), { recursive: true });
    await removePartials(place);
    const partial = `${place}.${process.pid}-${randomBytes(4).toString("hex")}.partial`;
    writing.add(partial);
    try {
      const result = await write(partial);
      await sync(partial);
      if (readOnly) await chmod(partial, (await stat(partial)).mode & 0o555);
      await rename(partial, place);
      await sync(path.dirname(place));
      return result;
    } catch (error) {
      await removePartial(partial);
      throw error;
    } finally {
      writing.delete(partial);
    }
  });
}

/** Partial files beside `file` that nobody writes any more. */
async function leftPartials(file: string): Promise<readonly string[]> {
  const folder = path.dirname(file);
  const own = `${path.basename(file)}.`;
  const names = await readdir(folder).catch(() => []);
  return names.flatMap((name) => {
    const pid = name.startsWith(own) && /^(\d+)-[0-9a-f]{8}\.partial$/.exec(name.slice(own.length));
    if (!pid) return [];
    const partial = path.join(folder, name);
    return isWritten(partial, Number(pid[1])) ? [] : [partial];
  });
}

async function removePartials(file: string): Promise<void> {
  for (const partial of await leftPartials(file)) await removePartial(partial);
}

/** With the log and the spill folder that an engine may have left beside it. */
async function removePartial(partial: string): Promise<void> {
  for (const name of [partial, `${partial}.wal`, `${partial}.tmp`])
    await rm(name, { recursive: true, force: true }).catch(() => undefined);
}

function isWritten(partial: string, pid: number): boolean {
  if (pid === process.pid) return writing.has(partial);
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errno(error) === "EPERM";
  }
}

/** Puts a file or folder on the disk. Folders cannot be synced everywhere; where they cannot, renames are durable soon. */
async function sync(name: string): Promise<void> {
  const handle = await open(name, "r");
  try {
    await handle.sync();
  } catch (error) {
    if (!/^(EISDIR|EPERM|EINVAL|EACCES)$/.test(errno(error))) throw error;
  } finally {
    await handle.close();
  }
}

/** How the refusals of the machine are called where the file is a warehouse's. */
const warehouseCodes: Readonly<Partial<Record<ErrorCode, ErrorCode>>> = {
  "SYSTEM.DISK_FULL": "ADAPTER.DISK_FULL",
  "SYSTEM.FILE_TOO_LARGE": "ADAPTER.DISK_FULL",
  "SYSTEM.PERMISSION": "ADAPTER.READ_ONLY",
  "SYSTEM.PATH_INVALID": "ADAPTER.READ_ONLY",
  "SYSTEM.NOT_FOUND": "ADAPTER.READ_ONLY",
};

/** Runs a change of `file`; what the operating system refuses becomes a coded error. */
async function reported<T>(
  file: string,
  code: ReplaceOptions["code"],
  change: () => Promise<T>,
): Promise<T> {
  try {
    return await change();
  } catch (error) {
    const problem = systemError(error, { file, cannotBe: "written" });
    if (problem === undefined) throw error;
    const { message, cause } = problem;
    throw new SluiceError({
      code: code ?? warehouseCodes[problem.code] ?? problem.code,
      message,
      cause,
    });
  }
}

function errno(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
