import { Option } from "commander";
import { parseCount } from "../../program/option-values.js";
import { loadCommand } from "../../program/load-command.js";
import type { CommandDefinition } from "../../program/definition.js";

export const definition: CommandDefinition = {
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
};
