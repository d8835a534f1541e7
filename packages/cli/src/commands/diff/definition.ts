import { Option } from "commander";
import { collectParts, parseAmount, parseWhole } from "../../program/option-values.js";
import {
  selectArgument,
  selectionHelp,
  selectionOptions,
} from "../../program/options/selection.js";
import { loadCommand } from "../../program/load-command.js";
import type { CommandDefinition } from "../../program/definition.js";

export const definition: CommandDefinition = {
  name: "diff",
  group: "Look",
  summary: "what two environments show differently: columns, rows by key, values",
  details: `Models that both environments show from the same table are equal without being read. Rows are paired by
the columns of --on, else by the key of the model's kind, else by those of a unique check; without any of them whole
rows are compared. Only reads, and only the two environments' own tables. Ends with 0 also where something differs,
unless --fail is given.

${selectionHelp}`,
  arguments: [
    { syntax: "<a>", description: "an environment", completes: "environments" },
    {
      syntax: "<b>",
      description: "the environment to compare it with",
      completes: "environments",
    },
    selectArgument,
  ],
  options: () => [
    ...selectionOptions(),
    new Option("--on <columns>", "columns that pair rows: a,b; repeatable").argParser(collectParts),
    new Option("--where <condition>", "compare only rows for which this SQL is true"),
    new Option("--tolerance <number>", "how far floats and decimals may be apart").argParser(
      parseAmount,
    ),
    new Option("-n, --limit <rows>", "how many rows each sample shows, 0 for none")
      .argParser(parseWhole)
      .default(5),
    new Option("--schema-only", "compare columns, read no rows"),
    new Option("--fail", "end with exit code 4 when something differs"),
  ],
  examples: [
    "sluice diff dev prod",
    "sluice diff dev prod fct_orders --on order_id,line_no",
    "sluice diff dev prod tag:finance --tolerance 0.01 --fail",
  ],
  load: loadCommand("diff"),
};
