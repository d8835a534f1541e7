import { readFile, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { basename } from "node:path";
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
export type LockInfo = z.infer<typeof lockSchema>;

/** The lock file beside a database. */
export function lockPath(databasePath: string): string {
  return `${databasePath}.lock`;
}

/** Says in the lock file that this process holds the database. A folder that refuses it costs only the name. */
export async function writeLock(databasePath: string, command: string): Promise<LockInfo> {
  const info = {
    pid: process.pid,
    host: hostname(),
    command,
    started_at: new Date().toISOString(),
  };
  await writeFile(lockPath(databasePath), `${JSON.stringify(info)}\n`).catch(() => undefined);
  return info;
}

/** Removes the lock file when it is still ours. */
export async function removeLock(databasePath: string, own: LockInfo): Promise<void> {
  const found = await readLock(databasePath);
  if (found?.pid !== own.pid || found.started_at !== own.started_at) return;
  await rm(lockPath(databasePath), { force: true }).catch(() => undefined);
}

async function readLock(databasePath: string): Promise<LockInfo | undefined> {
  try {
    const text = await readFile(lockPath(databasePath), "utf8");
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
 * Names who holds the database, for people, from DuckDB's refusal and the lock file. Who has just come to hold it is
 * given a moment to say what it does; readers never say.
 */
export async function describeHolder(databasePath: string, refusal: string): Promise<string> {
  const match = /held in (.+?) \(PID (\d+)\)/.exec(refusal);
  const [program, pid] = [match?.[1], match?.[2] === undefined ? undefined : Number(match[2])];
  const isHolder = (info: LockInfo) =>
    pid === undefined ? info.host !== hostname() : info.pid === pid;
  let info = await readLock(databasePath);
  for (let waited = 0; waited < noteGrace && !(info && isHolder(info)); waited += 50) {
    await sleep(50);
    info = await readLock(databasePath);
  }
  if (info !== undefined && isHolder(info)) {
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
