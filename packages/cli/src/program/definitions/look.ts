import { Option } from "commander";
import type { CommandDefinition } from "../definition.js";
import { collectParts, parseAmount, parseCount, parseLimit, parseWhole } from "../option-values.js";
import { selectArgument, selectionHelp, selectionOptions } from "./selection.js";
import { loadCommand } from "../load-command.js";

/** Commands that look and change nothing. */
export const lookCommands: readonly CommandDefinition[] = [
  {
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
  },
  {
    name: "render",
    group: "Look",
    summary: "the SQL of a model, parameters filled in",
    arguments: [{ syntax: "<model>", description: "model to render", completes: "models" }],
    options: () => [new Option("--physical", "table names as they stand in the warehouse")],
    examples: ["sluice render fct_orders", "sluice render fct_orders --physical"],
    load: loadCommand("render"),
  },
  {
    name: "ls",
    group: "Look",
    summary: "list models, seeds and sources",
    details: selectionHelp,
    arguments: [selectArgument],
    options: selectionOptions,
    examples: ["sluice ls", "sluice ls +fct_orders --json"],
    load: loadCommand("ls"),
  },
  {
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
  },
  {
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
      new Option("--on <columns>", "columns that pair rows: a,b; repeatable").argParser(
        collectParts,
      ),
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
  },
];
