import type { Io } from "./io/io.js";
import type { GlobalOptions } from "./program/global-options.js";

/** What a process of `sluice` ends with. */
export const exitCode = {
  done: 0,
  /** A bug of Sluice. */
  internal: 1,
  /** It cannot be done: configuration, SQL, connection, command line. */
  cannot: 2,
  /** The user answered no. */
  declined: 3,
  /** A blocking check or a unit test failed. */
  findings: 4,
  interrupted: 130,
  /** The reader of standard output went away, as other programs end by SIGPIPE. */
  readerGone: 141,
} as const;

export interface CommandContext {
  readonly io: Io;
  readonly global: GlobalOptions;
  /** Positional arguments; variadic ones spread. */
  readonly args: readonly string[];
  /** Options of the command itself, as commander parsed them. */
  readonly options: Readonly<Record<string, unknown>>;
  /** The command line as typed, secrets removed. */
  readonly commandLine: string;
  /** Aborted by the first Ctrl-C. */
  readonly signal: AbortSignal;
  /** Replaces what the first Ctrl-C says, once a command shows a live region. */
  readonly onInterrupt: (notice: () => void) => void;
}

/** A command's implementation; returns the exit code, throws a SluiceError when it cannot be done. */
export type CommandRun = (context: CommandContext) => Promise<number>;
