/** The part of a writable stream that is used here. */
export interface TextStream {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
  write(text: string | Uint8Array, done?: (error?: Error | null) => void): boolean;
  on(event: "error", listener: (error: NodeJS.ErrnoException) => void): unknown;
  /** Puts what was written on the disk; some file systems refuse it only then. */
  sync?(): void;
}

/** Why text did not get out: its reader has gone (`| head`), or the file did not take it. */
export type OutputFailure =
  { readonly type: "reader gone" } | { readonly type: "refused"; readonly error: Error };

/** A text sink that survives its reader: after a failure writing does nothing, and `flush` tells of it. */
export interface Output {
  /** True after a failure. */
  readonly closed: boolean;
  readonly isTTY: boolean;
  /** Terminal width now; undefined where there is none. */
  readonly columns: number | undefined;
  readonly rows: number | undefined;
  write(text: string): void;
  /** Resolves when the text has left the process: backpressure for long results. */
  writeAsync(text: string): Promise<void>;
  /** Resolves when everything has left the process; with the first failure, if there was one. */
  flush(): Promise<OutputFailure | undefined>;
}

/** Cells a line may take; undefined where what is written is no terminal's. */
export function terminalWidth({ isTTY, columns }: Output): number | undefined {
  return isTTY ? columns : undefined;
}

/** Wraps a stream so that a failure is noted rather than thrown. */
export function createOutput(stream: TextStream): Output {
  let failure: OutputFailure | undefined;
  let isWritten = false;
  const fail = (error: NodeJS.ErrnoException) => {
    failure ??= error.code === "EPIPE" ? { type: "reader gone" } : { type: "refused", error };
  };
  const writeAsync = (text: string) => {
    if (failure !== undefined) return Promise.resolve();
    isWritten ||= text !== "";
    return new Promise<void>((resolve) => {
      stream.write(text, (error) => {
        if (error) fail(error);
        resolve();
      });
    });
  };
  stream.on("error", fail);
  return {
    get closed() {
      return failure !== undefined;
    },
    isTTY: stream.isTTY === true,
    get columns() {
      return stream.columns;
    },
    get rows() {
      return stream.rows;
    },
    write(text) {
      void writeAsync(text);
    },
    writeAsync,
    async flush() {
      // A full device refuses even nothing.
      if (!isWritten) return failure;
      await writeAsync("");
      try {
        if (failure === undefined) stream.sync?.();
      } catch (error) {
        if (error instanceof Error) fail(error);
      }
      return failure;
    },
  };
}
