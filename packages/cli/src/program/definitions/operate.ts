import { Option } from "commander";
import type { CommandDefinition } from "../definition.js";
import { parseCount } from "../option-values.js";
import { loadCommand } from "../load-command.js";

/** Commands for whoever runs pipelines. */
export const operateCommands: readonly CommandDefinition[] = [
  {
    name: "history",
    group: "Operate",
    summary: "past runs, or the models of one run",
    arguments: [
      {
        syntax: "[run-id]",
        description: "a run; its first characters are enough",
        completes: "runs",
      },
    ],
    options: () => [
      new Option("-n, --limit <runs>", "how many runs").argParser(parseCount).default(20),
    ],
    examples: ["sluice history", "sluice history 3f2a"],
    load: loadCommand("history"),
  },
  {
    name: "types",
    group: "Operate",
    summary: "write TypeScript types of every model's rows",
    options: () => [
      new Option(
        "-o, --output <file>",
        "file to write, relative to the project; - for stdout",
      ).default("sluice-rows.d.ts"),
      new Option("--check", "write nothing; fail when the file is not current"),
    ],
    examples: ["sluice types", "sluice types --check"],
    load: loadCommand("types"),
  },
  {
    name: "explain",
    group: "Operate",
    summary: "what an error code means and what to do about it",
    arguments: [
      {
        syntax: "[code]",
        description: "an error code; all of them when none is given",
        completes: "codes",
      },
    ],
    examples: ["sluice explain SQL.BIND"],
    load: loadCommand("explain"),
  },
];
