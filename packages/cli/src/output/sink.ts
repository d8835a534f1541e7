import { resolve } from "node:path";
import type { Io } from "../io/io.js";
import { writeOutput, type WriteText } from "./output-file.js";

/** Where rows go: stdout, or a file that appears when all is written. */
export interface Sink {
  /** Nothing more can be written, so there is no use in reading more. */
  readonly closed: boolean;
  readonly write: WriteText;
}

/** Gives `body` the file, or stdout when none is given. */
export function withSink<T>(
  io: Io,
  output: string | undefined,
  body: (sink: Sink) => Promise<T>,
): Promise<T> {
  if (output !== undefined && output !== "-")
    return writeOutput(resolve(io.cwd, output), (write) => body({ closed: false, write }));
  return body({
    get closed() {
      return io.stdout.closed;
    },
    write: (text) => io.stdout.writeAsync(text),
  });
}
