import { fstatSync, fsyncSync, writeSync } from "node:fs";
import type { TextStream } from "./output.js";

/** A standard stream whose writes are all or an error: Node takes a write for done that a full disk cut short. */
export function standardStream(stream: TextStream & { readonly fd: number }): TextStream {
  const { fd } = stream;
  return fstatSync(fd).isFile() ? fileStream(fd) : stream;
}

function fileStream(fd: number): TextStream {
  const listeners: ((error: NodeJS.ErrnoException) => void)[] = [];
  return {
    write(text, done) {
      try {
        writeWhole(fd, typeof text === "string" ? Buffer.from(text) : text);
        done?.();
        return true;
      } catch (error) {
        if (!(error instanceof Error)) throw error;
        for (const listener of listeners) listener(error);
        done?.(error);
        return false;
      }
    },
    on: (_, listener) => listeners.push(listener),
    sync: () => syncFile(fd),
  };
}

function writeWhole(fd: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) at += writeSync(fd, bytes, at);
}

function syncFile(fd: number): void {
  try {
    fsyncSync(fd);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EINVAL")) throw error;
  }
}
