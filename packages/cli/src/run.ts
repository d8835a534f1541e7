import { CommanderError, type Command } from "commander";
import { exitCode, type CommandContext } from "./context.js";
import { createIo, type Io, type IoSource } from "./io/io.js";
import { looksSecret } from "./io/redact.js";
import { packageVersion } from "./package-root.js";
import { createProgram } from "./program/create-program.js";
import type { Diagnostic } from "@sluice/core";
import type { CommandDefinition } from "./program/definition.js";
import { commandDefinitions } from "./commands/definitions.js";
import { peerCommandHints } from "./program/peer-commands.js";
import { readGlobalOptions, type GlobalOptions } from "./program/global-options.js";
import { usage, usageDiagnostic } from "./program/usage-error.js";
import { reportDiagnostics, reportFailure } from "./report/failure.js";
import { finishOutput } from "./report/finish-output.js";
import type { Interrupt } from "./session/interrupt.js";

/** A process for the command line: its streams, and how it is interrupted. */
export interface Host extends Omit<IoSource, "cwd"> {
  /** Undefined when there is no current folder. */
  readonly cwd: string | undefined;
  readonly interrupt: (io: Io) => Interrupt;
}

/** Runs one command line and returns the exit code, once all it has to say is written; never throws. */
export async function run(argv: readonly string[], host: Host): Promise<number> {
  const io = createIo(
    { ...host, cwd: host.cwd ?? "/" },
    { color: !argv.includes("--no-color"), secrets: secretVars(argv) },
  );
  const code = await runLine(argv, host, io);
  return finishOutput(code, { io, logFormat: earlyLogFormat(argv) });
}

async function runLine(argv: readonly string[], host: Host, early: Io): Promise<number> {
  const target = { io: early, json: argv.includes("--json"), logFormat: earlyLogFormat(argv) };
  if (host.cwd === undefined) {
    const gone = usage("The current folder no longer exists.", ["Change to one that does."]);
    return reportDiagnostics([gone], { ...target, command: undefined });
  }
  let code: number = exitCode.done;
  let used: Command | undefined;
  const program = createProgram({
    definitions: commandDefinitions,
    version: packageVersion(),
    print: (text) => early.stdout.write(text),
    width: early.stdout.columns,
    run: async (definition, command) => {
      used = command;
      code = await runCommand(definition, command, { argv, host, io: early });
    },
  });
  try {
    if (argv.length === 0) program.outputHelp();
    else await program.parseAsync([...argv], { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return exitCode.done;
      if (error.code === "commander.help") {
        const unknown = await unknownCommand(argv.at(-1) ?? "", program);
        return reportDiagnostics([unknown], { ...target, command: undefined });
      }
      const name = used?.name() ?? commandNamed(program, argv);
      return reportDiagnostics([usageDiagnostic(error, name)], { ...target, command: name });
    }
    return reportFailure(error, { ...target, command: used?.name() });
  }
}

interface Invocation {
  readonly argv: readonly string[];
  readonly host: Host;
  readonly io: Io;
}

async function runCommand(
  definition: CommandDefinition,
  command: Command,
  { argv, host, io }: Invocation,
): Promise<number> {
  const global = readGlobalOptions(command.parent?.opts() ?? {});
  const interrupt = host.interrupt(io);
  try {
    const { run: body } = await definition.load(commandDefinitions);
    const code = await body(contextOf(command, { global, io, interrupt, argv }));
    return interrupt.exitCode ?? code;
  } catch (error) {
    const target = { io, json: global.json, logFormat: global.logFormat, command: definition.name };
    if (interrupt.exitCode !== undefined && !global.json && isAbort(error))
      return interrupt.exitCode;
    const code = await reportFailure(error, target);
    return interrupt.exitCode ?? code;
  } finally {
    interrupt.dispose();
  }
}

function contextOf(
  command: Command,
  given: {
    readonly global: GlobalOptions;
    readonly io: Io;
    readonly interrupt: Interrupt;
    readonly argv: readonly string[];
  },
): CommandContext {
  const { global, io, interrupt, argv } = given;
  return {
    io,
    global,
    args: (command.processedArgs as unknown[]).flat().filter((arg) => typeof arg === "string"),
    options: command.opts(),
    commandLine: io.redact.text(["sluice", ...argv].join(" ")),
    signal: interrupt.signal,
    onInterrupt: (notice) => interrupt.onFirst(notice),
  };
}

function isAbort(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error.name === "AbortError" || ("code" in error && error.code === "RUN.CANCELLED");
}

/** `sluice help nope`: commander only prints the help. */
async function unknownCommand(given: string, program: Command): Promise<Diagnostic> {
  // Core is loaded for a mistake only: help and version have to be quick.
  const { suggest } = await import("@sluice/core/adapter");
  const names = program
    .createHelp()
    .visibleCommands(program)
    .map((command) => command.name());
  const peer = peerCommandHints(given);
  const meant = suggest(given, names).map((name) => `Did you mean ${name}?`);
  const hints = peer.length > 0 ? peer : meant;
  return usage(`Unknown command '${given}'.`, [...hints, "See `sluice --help`."]);
}

/** The command meant, for a mistake that commander met before it chose one. */
function commandNamed(program: Command, argv: readonly string[]): string | undefined {
  const names = new Set(program.commands.map((command) => command.name()));
  return argv.find((word) => names.has(word));
}

function earlyLogFormat(argv: readonly string[]): "text" | "json" {
  const at = argv.indexOf("--log-format");
  return argv.includes("--log-format=json") || (at >= 0 && argv[at + 1] === "json")
    ? "json"
    : "text";
}

/** Values of `--var password=...`. */
function secretVars(argv: readonly string[]): string[] {
  return argv.flatMap((word, i) => {
    const pair = word.startsWith("--var=") ? word.slice(6) : argv[i - 1] === "--var" ? word : "";
    const at = pair.indexOf("=");
    return at > 0 && looksSecret(pair.slice(0, at)) ? [pair.slice(at + 1)] : [];
  });
}
