import { loadCommand } from "../../program/load-command.js";
import type { CommandDefinition } from "../../program/definition.js";

export const definition: CommandDefinition = {
  name: "validate",
  group: "Build and check",
  summary: "find every problem of the project at once, without touching data",
  details:
    "Parses every query, binds every name and column in the engine on empty tables, compares contracts.",
  examples: ["sluice validate", "sluice validate --json"],
  load: loadCommand("validate"),
};
