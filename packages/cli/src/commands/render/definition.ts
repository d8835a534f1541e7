import { Option } from "commander";
import { loadCommand } from "../../program/load-command.js";
import type { CommandDefinition } from "../../program/definition.js";

export const definition: CommandDefinition = {
  name: "render",
  group: "Look",
  summary: "the SQL of a model, parameters filled in",
  arguments: [{ syntax: "<model>", description: "model to render", completes: "models" }],
  options: () => [new Option("--physical", "table names as they stand in the warehouse")],
  examples: ["sluice render fct_orders", "sluice render fct_orders --physical"],
  load: loadCommand("render"),
};
