import { Option } from "commander";
import { parseCount } from "../../program/option-values.js";
import { loadCommand } from "../../program/load-command.js";
import type { CommandDefinition } from "../../program/definition.js";

export const definition: CommandDefinition = {
  name: "lineage",
  group: "Look",
  summary: "what a model or a column is made from, and who reads it",
  arguments: [
    {
      syntax: "<model[.column]>",
      description: "model, seed or source, or one of its columns",
      completes: "columns",
    },
  ],
  options: () => [
    new Option("-u, --upstream", "only what it reads"),
    new Option("-d, --downstream", "only what reads it"),
    new Option("--depth <n>", "how many steps").argParser(parseCount),
  ],
  examples: ["sluice lineage fct_orders", "sluice lineage fct_orders.revenue --upstream"],
  load: loadCommand("lineage"),
};
