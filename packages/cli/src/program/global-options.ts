import { InvalidArgumentError, Option, type Command } from "commander";
import { parseDuration } from "./option-values.js";

/** Options every command takes, checked. */
export interface GlobalOptions {
  readonly project: string | undefined;
  readonly target: string | undefined;
  /** Undefined where none is named: `prod`, or the one the command itself names. */
  readonly environment: string | undefined;
  readonly vars: Readonly<Record<string, string>>;
  readonly now: string | undefined;
  readonly lockTimeoutMs: number;
  readonly json: boolean;
  readonly logFormat: "text" | "json";
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly color: boolean;
}

/** Adds the global options to the program; they may stand before and after the command. */
export function addGlobalOptions(program: Command): void {
  program
    .option("-p, --project <dir>", "the project's folder, or one below it")
    .option("-t, --target <name>", "target of the configuration to work on")
    .option("--env <name>", "environment to build and read; prod when none is given")
    .addOption(
      new Option("--var <name=value>", "set a project variable; repeatable").argParser(collectVar),
    )
    .option("--now <time>", "the run's $now: an ISO date or timestamp", parseNow)
    .addOption(
      new Option(
        "--lock-timeout <duration>",
        "how long to wait for another process: 500ms, 30s, 5m",
      )
        .argParser(parseDuration)
        .default(0, "0s"),
    )
    .option("--json", "print one JSON document on stdout and nothing else there")
    .addOption(
      new Option("--log-format <format>", "what stderr carries")
        .choices(["text", "json"])
        .default("text"),
    )
    .option("-q, --quiet", "errors only")
    .option("-v, --verbose", "also what was reused, and more detail")
    .option("--no-color", "no colours (also NO_COLOR; FORCE_COLOR turns them on)");
}

/** The global options out of commander's values. */
export function readGlobalOptions(values: Readonly<Record<string, unknown>>): GlobalOptions {
  return {
    project: text(values["project"]),
    target: text(values["target"]),
    environment: text(values["env"]),
    vars: (values["var"] ?? {}) as Readonly<Record<string, string>>,
    now: text(values["now"]),
    lockTimeoutMs: Number(values["lockTimeout"] ?? 0),
    json: values["json"] === true,
    logFormat: values["logFormat"] === "json" ? "json" : "text",
    quiet: values["quiet"] === true,
    verbose: values["verbose"] === true,
    color: values["color"] !== false,
  };
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function collectVar(pair: string, before: unknown): Readonly<Record<string, string>> {
  const at = pair.indexOf("=");
  if (at < 1) throw new InvalidArgumentError("Write it as name=value.");
  return {
    ...(before as Record<string, string> | undefined),
    [pair.slice(0, at)]: pair.slice(at + 1),
  };
}

function parseNow(value: string): string {
  if (!/^\d{4}-\d{2}-\d{2}/.test(value) || Number.isNaN(Date.parse(value))) {
    throw new InvalidArgumentError(
      "Write an ISO date or timestamp: 2026-01-31 or 2026-01-31T06:00:00Z.",
    );
  }
  return value;
}
