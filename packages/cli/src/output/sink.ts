import { resolve } from "node:path";
import type { Io } from "../io/io.js";
import { openPending } from "./write-whole.js";

/** Where rows go: stdout, or a file that appears when all is written. */
export interface Sink {
  /** The reader has gone; there is no use in writing more. */
  readonly closed: boolean;
  write(text: string): Promise<void>;
  commit(): Promise<void>;
  discard(): Promise<void>;
}

/** The file, or stdout when none is given. */
export async function openSink(io: Io, output: string | undefined): Promise<Sink> {
  if (output === undefined || output === "-") {
    return {
      get closed() {
        return io.stdout.closed;
      },
      write: (text) => io.stdout.writeAsync(text),
      commit: () => Promise.resolve(),
      discard: () => Promise.resolve(),
    };
  }
  return { closed: false, ...(await openPending(resolve(io.cwd, output))) };
}
