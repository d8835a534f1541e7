import {
  selectArgument,
  selectionHelp,
  selectionOptions,
} from "../../program/options/selection.js";
import { loadCommand } from "../../program/load-command.js";
import type { CommandDefinition } from "../../program/definition.js";

export const definition: CommandDefinition = {
  name: "check",
  group: "Build and check",
  summary: "run the data checks on what readers see now",
  details: selectionHelp,
  arguments: [selectArgument],
  options: selectionOptions,
  examples: ["sluice check", "sluice check marts.*"],
  load: loadCommand("check"),
};
