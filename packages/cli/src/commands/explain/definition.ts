import { loadCommand } from "../../program/load-command.js";
import type { CommandDefinition } from "../../program/definition.js";

export const definition: CommandDefinition = {
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
};
