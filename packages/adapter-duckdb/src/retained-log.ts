import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { z } from "zod";

/** A larger log is worth a checkpoint: reading it would cost more at each open. */
const mostBytes = 1_048_576;

const noteSchema = z.object({ database: z.string(), size: z.number(), modified: z.number() });

/** The write-ahead log beside a database file. */
export function logPath(database: string): string {
  return `${database}.wal`;
}

/** Notes the log that is left on purpose, so that the next open need not look after it. */
export async function noteLog(database: string, cacheDir: string): Promise<void> {
  const log = await logState(database);
  if (log === undefined) return;
  const file = noteFile(cacheDir);
  await mkdir(dirname(file), { recursive: true })
    .then(() => writeFile(file, JSON.stringify({ database, ...log })))
    .catch(() => undefined);
}

/** True for a log that must be checkpointed: one that nobody left on purpose, as far as the note tells, or a large one. */
export async function needsCheckpoint(
  database: string,
  cacheDir: string | undefined,
): Promise<boolean> {
  const log = await logState(database);
  if (log === undefined || log.size === 0) return false;
  if (cacheDir === undefined || log.size > mostBytes) return true;
  const note = await readNote(cacheDir);
  return note?.database !== database || note.size !== log.size || note.modified !== log.modified;
}

async function logState(database: string) {
  const found = await stat(logPath(database)).catch(() => undefined);
  return found && { size: found.size, modified: found.mtimeMs };
}

async function readNote(cacheDir: string) {
  try {
    return noteSchema.safeParse(JSON.parse(await readFile(noteFile(cacheDir), "utf8"))).data;
  } catch {
    return undefined;
  }
}

function noteFile(cacheDir: string): string {
  return join(cacheDir, "duckdb-log.json");
}
