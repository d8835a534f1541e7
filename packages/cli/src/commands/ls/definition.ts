import { Option } from "commander";
import {
  selectArgument,
  selectionHelp,
  selectionOptions,
} from "../../program/options/selection.js";
import { loadCommand } from "../../program/load-command.js";
import type { CommandDefinition } from "../../program/definition.js";

export const definition: CommandDefinition = {
  name: "ls",
  group: "Look",
  summary: "list models, seeds and sources",
  details: selectionHelp,
  arguments: [selectArgument],
  options: () => [
    ...selectionOptions(),
    new Option("--columns", "their columns: type, description and checks"),
  ],
  examples: ["sluice ls", "sluice ls --columns fct_orders", "sluice ls +fct_orders --json"],
  load: loadCommand("ls"),
};
