/** The part of a writable stream that is used here. */
export interface TextStream {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
  write(text: string | Uint8Array, done?: (error?: Error | null) => void): boolean;
  on(event: "error", listener: (error: NodeJS.ErrnoException) => void): unknown;
}

/** A text sink that survives its reader: once the pipe is closed, writing does nothing. */
export interface Output {
  /** True when the reader has gone (`| head`). */
  readonly closed: boolean;
  readonly isTTY: boolean;
  /** Terminal width now; undefined where there is none. */
  readonly columns: number | undefined;
  readonly rows: number | undefined;
  write(text: string): void;
  /** Resolves when the text has left the process: backpressure for long results. */
  writeAsync(text: string): Promise<void>;
}

/** Cells a line may take; undefined where what is written is no terminal's. */
export function terminalWidth({ isTTY, columns }: Output): number | undefined {
  return isTTY ? columns : undefined;
}

/** Wraps a stream so that a closed pipe ends quietly. */
export function createOutput(stream: TextStream): Output {
  let closed = false;
  stream.on("error", () => {
    closed = true;
  });
  return {
    get closed() {
      return closed;
    },
    isTTY: stream.isTTY === true,
    get columns() {
      return stream.columns;
    },
    get rows() {
      return stream.rows;
    },
    write(text) {
      if (!closed) stream.write(text);
    },
    writeAsync(text) {
      if (closed) return Promise.resolve();
      return new Promise((resolve) => {
        stream.write(text, (error) => {
          if (error) closed = true;
          resolve();
        });
      });
    },
  };
}
