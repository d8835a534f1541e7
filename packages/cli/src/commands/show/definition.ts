import { Option } from "commander";
import { parseLimit } from "../../program/option-values.js";
import { loadCommand } from "../../program/load-command.js";
import type { CommandDefinition } from "../../program/definition.js";

export const definition: CommandDefinition = {
  name: "show",
  group: "Look",
  summary: "rows of a model, or of a query in the project's plain names",
  details: `SQL given here uses the same plain names and $parameters as models do, and only reads.

json and ndjson lose nothing: integers beyond 2^53, decimals, dates and times are strings. csv follows RFC 4180; null is
the empty field, the empty text "". --json prints one document with columns and rows. parquet is refused for now.`,
  arguments: [{ syntax: "[model]", description: "model, seed or source", completes: "models" }],
  options: () => [
    new Option("--sql <query>", "a select to run instead"),
    new Option("--file <path>", "a file that holds the select"),
    new Option("-f, --format <format>", "how rows are written")
      .choices(["table", "json", "ndjson", "csv", "parquet"])
      .default("table"),
    new Option("-n, --limit <rows>", "how many rows at most, or none")
      .argParser(parseLimit)
      .default(20),
    new Option("-o, --output <file>", "write a file (beside, then renamed into place)"),
  ],
  examples: [
    "sluice show fct_orders",
    "sluice show --sql 'select status, count(*) from fct_orders group by all'",
    "sluice show fct_orders --limit none --format csv --output orders.csv",
  ],
  load: loadCommand("show"),
};
