import pc from "picocolors";
import type { Clock } from "./clock.js";
import { systemClock } from "./clock.js";
import { createOutput, type Output, type TextStream } from "./output.js";
import { createRedactor, type Redactor } from "./redact.js";

/** The colour functions of picocolors. */
export type Colours = ReturnType<typeof pc.createColors>;

/** Everything a command touches outside its own values. */
export interface Io {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly stdin: { readonly isTTY: boolean };
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly clock: Clock;
  /** Start of the command, in milliseconds since the epoch. */
  readonly startedAt: number;
  /** Colours for stdout. */
  readonly out: Colours;
  /** Colours for stderr. */
  readonly err: Colours;
  /** Cursor movements may be used on stderr. */
  readonly live: boolean;
  readonly redact: Redactor;
}

/** Where an Io comes from; a process, or a test's stand-in. */
export interface IoSource {
  readonly stdout: TextStream;
  readonly stderr: TextStream;
  readonly stdin: { readonly isTTY?: boolean | undefined };
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly clock?: Clock | undefined;
  /** @default now */
  readonly startedAt?: number | undefined;
}

/** Decides colours and cursor use once for the process. */
export function createIo(
  source: IoSource,
  options: { readonly color: boolean; readonly secrets?: readonly string[] },
): Io {
  const { env, clock = systemClock } = source;
  const stdout = createOutput(source.stdout);
  const redact = createRedactor(env, options.secrets);
  const stderr = redacted(createOutput(source.stderr), redact);
  const dumb = env["TERM"] === "dumb";
  const colours = (output: Output) =>
    pc.createColors(options.color && wantsColour(env, output.isTTY && !dumb));
  return {
    stdout,
    stderr,
    stdin: { isTTY: source.stdin.isTTY === true },
    env,
    cwd: source.cwd,
    clock,
    startedAt: source.startedAt ?? clock.now(),
    out: colours(stdout),
    err: colours(stderr),
    live: stderr.isTTY && !dumb && !isCi(env),
    redact,
  };
}

/** Nothing secret reaches the log, whoever writes it. */
function redacted(output: Output, redact: Redactor): Output {
  return Object.defineProperties(Object.create(output) as Output, {
    write: { value: (text: string) => output.write(redact.text(text)) },
    writeAsync: { value: (text: string) => output.writeAsync(redact.text(text)) },
  });
}

/** Prints a report on stdout: one string a line, secrets removed. */
export function printLines(io: Io, lines: readonly string[]): void {
  if (lines.length > 0) io.stdout.write(io.redact.text(`${lines.join("\n")}\n`));
}

/** Prints remarks on stderr. */
export function remark(io: Io, lines: readonly string[]): void {
  if (lines.length > 0) io.stderr.write(`${lines.join("\n")}\n`);
}

function wantsColour(env: IoSource["env"], terminal: boolean): boolean {
  if (env["NO_COLOR"]) return false;
  const force = env["FORCE_COLOR"];
  if (force !== undefined && force !== "") return force !== "0" && force !== "false";
  return terminal;
}

function isCi(env: IoSource["env"]): boolean {
  const ci = env["CI"];
  return ci !== undefined && ci !== "" && ci !== "0" && ci !== "false";
}
