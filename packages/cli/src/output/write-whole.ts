import { mkdir, open, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { cannotWrite } from "./file-error.js";

/** A file that appears whole or not at all: written beside, synced, renamed into place. */
export interface PendingFile {
  readonly path: string;
  write(text: string): Promise<void>;
  commit(): Promise<void>;
  discard(): Promise<void>;
}

/** Raises CLI.USAGE, here or later, when the file cannot be written. */
export async function openPending(file: string): Promise<PendingFile> {
  const path = join(dirname(file), `.${basename(file)}.${String(process.pid)}.tmp`);
  const handle = await told(file, async () => {
    await mkdir(dirname(file), { recursive: true });
    const before = await stat(file).catch(() => undefined);
    if (before?.isDirectory() === true)
      throw Object.assign(new Error(`${file} is a folder`), { code: "EISDIR" });
    return open(path, "w");
  });
  return {
    path,
    write: (text) =>
      told(file, async () => {
        await handle.write(text);
      }),
    commit: () =>
      told(file, async () => {
        await handle.sync();
        await handle.close();
        await rename(path, file);
      }),
    async discard() {
      await handle.close().catch(() => undefined);
      await rm(path, { force: true });
    },
  };
}

async function told<T>(file: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw cannotWrite(file, error);
  }
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
