import { Option } from "commander";
import { collect } from "../../program/option-values.js";
import { loadCommand } from "../../program/load-command.js";
import type { CommandDefinition } from "../../program/definition.js";

export const definition: CommandDefinition = {
  name: "test",
  group: "Build and check",
  summary: "run the unit tests of models: fixtures in, rows out, no warehouse",
  arguments: [
    {
      syntax: "[model...]",
      description: "models whose tests to run; all when nothing is given",
      completes: "models",
    },
  ],
  options: () => [
    new Option("-n, --name <test>", "run the test of this name; repeatable").argParser(collect),
  ],
  examples: ["sluice test", "sluice test fct_orders", "sluice test --name 'late orders'"],
  load: loadCommand("test"),
};
