import { mkdir, open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/** A file that appears whole or not at all: written beside, synced, renamed into place. */
export interface PendingFile {
  readonly path: string;
  write(text: string): Promise<void>;
  commit(): Promise<void>;
  discard(): Promise<void>;
}

export async function openPending(file: string): Promise<PendingFile> {
  await mkdir(dirname(file), { recursive: true });
  const path = join(dirname(file), `.${basename(file)}.${String(process.pid)}.tmp`);
  const handle = await open(path, "w");
  return {
    path,
    async write(text) {
      await handle.write(text);
    },
    async commit() {
      await handle.sync();
      await handle.close();
      await rename(path, file);
    },
    async discard() {
      await handle.close().catch(() => undefined);
      await rm(path, { force: true });
    },
  };
}

/** Writes a whole file at once. */
export async function writeWhole(file: string, content: string): Promise<void> {
  const pending = await openPending(file);
  try {
    await pending.write(content);
    await pending.commit();
  } catch (error) {
    await pending.discard();
    throw error;
  }
}
