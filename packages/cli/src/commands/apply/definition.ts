import { limitOptions } from "../../program/options/limits.js";
import { loadCommand } from "../../program/load-command.js";
import type { CommandDefinition } from "../../program/definition.js";

export const definition: CommandDefinition = {
  name: "apply",
  group: "Build and check",
  summary: "do exactly what a saved plan says, or nothing",
  details: `Runs in the target, environment and time the plan was made for. The plan is made again first: where it would
not be the same, because the project or the warehouse has changed since, it is refused and nothing is written.`,
  arguments: [
    { syntax: "<plan>", description: "file of `sluice plan --output`", completes: "files" },
  ],
  options: limitOptions,
  examples: ["sluice apply plan.json"],
  load: loadCommand("apply"),
};
