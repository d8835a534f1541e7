import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { basename, dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { SluiceError } from "@sluice/core/adapter";
import { z } from "zod";

const lockSchema = z.object({
  pid: z.int(),
  host: z.string(),
  command: z.string(),
  started_at: z.string(),
});

/** Who holds a database file: told to others, never trusted; DuckDB's own file lock is the truth. */
type LockInfo = z.infer<typeof lockSchema>;

/** A lock file of this process. */
export interface Lock {
  readonly path: string;
  readonly info: LockInfo;
}

/** The lock file beside a database: of the one writer, or of one of the processes that read. */
export function lockPath(databasePath: string, reader?: number): string {
  return `${databasePath}.lock${reader === undefined ? "" : `.${String(reader)}`}`;
}

/** Says in a lock file that this process has the database open. A folder that refuses it costs only the name. */
export async function writeLock(
  databasePath: string,
  command: string,
  { readOnly = false }: { readonly readOnly?: boolean } = {},
): Promise<Lock> {
  const path = lockPath(databasePath, readOnly ? process.pid : undefined);
  const info = {
    pid: process.pid,
    host: hostname(),
    command,
    started_at: new Date().toISOString(),
  };
  await writeFile(path, `${JSON.stringify(info)}\n`).catch(() => undefined);
  return { path, info };
}

/** Removes a lock file when it is still ours. */
export async function removeLock({ path, info }: Lock): Promise<void> {
  const found = await readLock(path);
  if (found?.pid !== info.pid || found.started_at !== info.started_at) return;
  await rm(path, { force: true }).catch(() => undefined);
}

/** Removes what processes left that were killed while they read: whoever may write knows that nobody reads. */
export async function removeReaderLocks(databasePath: string): Promise<void> {
  const own = `${basename(databasePath)}.lock.`;
  const folder = dirname(databasePath);
  const names = await readdir(folder).catch(() => []);
  const left = names.filter((name) => name.startsWith(own) && /^\d+$/.test(name.slice(own.length)));
  await Promise.all(
    left.map((name) => rm(join(folder, name), { force: true }).catch(() => undefined)),
  );
}

async function readLock(path: string): Promise<LockInfo | undefined> {
  try {
    const text = await readFile(path, "utf8");
    return lockSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** The file that DuckDB's refusal is about: the database, or one attached to it. */
export function lockedFile(refusal: string): string | undefined {
  return /lock on file \\?"(.+?)\\?"/.exec(refusal)?.[1];
}

/** How long a holder may take from having the file to having said so, in milliseconds. */
const noteGrace = 400;

/**
 * Names who holds the database, for people, from DuckDB's refusal and the lock files. Who has just come to hold it is
 * given a moment to say what it does; other programs never say.
 */
export async function describeHolder(databasePath: string, refusal: string): Promise<string> {
  const match = /held in (.+?) \(PID (\d+)\)/.exec(refusal);
  const [program, pid] = [match?.[1], match?.[2] === undefined ? undefined : Number(match[2])];
  const isHolder = (info: LockInfo) =>
    pid === undefined ? info.host !== hostname() : info.pid === pid;
  const look = async (): Promise<LockInfo | undefined> => {
    const found = [await readLock(lockPath(databasePath))];
    if (pid !== undefined) found.push(await readLock(lockPath(databasePath, pid)));
    return found.find((info) => info !== undefined && isHolder(info));
  };
  let info = await look();
  for (let waited = 0; waited < noteGrace && info === undefined; waited += 50) {
    await sleep(50);
    info = await look();
  }
  if (info !== undefined) {
    const host = info.host === hostname() ? "" : ` on ${info.host}`;
    return `process ${info.pid}${host} (${info.command}, since ${info.started_at})`;
  }
  if (pid === undefined) return "another process";
  return program === undefined ? `process ${pid}` : `process ${pid} (${program})`;
}

/** The refusal of a database that somebody else holds. */
export function lockedError(databasePath: string, holder: string, cause?: unknown): SluiceError {
  return new SluiceError({
    code: "ADAPTER.LOCKED",
    message: `${basename(databasePath)} is held by ${holder}.`,
    hints: ["Wait for it with `--lock-timeout <seconds>`, or stop that process."],
    retryable: true,
    cause,
  });
}
