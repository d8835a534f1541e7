import { Option } from "commander";
import type { CommandDefinition } from "../definition.js";
import { limitOptions } from "./limits.js";
import { rangeOptions, rebuildOptions } from "./plan.js";
import { selectArgument, selectionHelp, selectionOptions } from "./selection.js";
import { collect } from "../option-values.js";
import { loadCommand } from "../load-command.js";

/** Commands that build and check. */
export const workCommands: readonly CommandDefinition[] = [
  {
    name: "build",
    group: "Build and check",
    summary: "validate, build what is stale, check it, publish it",
    details: `Readers see a new version only after its checks have passed. Press Ctrl-C once to stop cleanly: what was
built is kept, and the same command continues.

${selectionHelp}`,
    arguments: [selectArgument],
    options: () => [
      ...selectionOptions(),
      ...rebuildOptions(),
      new Option("--full-refresh", "the same as --rebuild"),
      new Option("--adopt", "take over the warehouse: the project was renamed"),
      ...rangeOptions("what is computed of tables filled by time"),
      ...limitOptions(),
    ],
    examples: [
      "sluice build",
      "sluice build +fct_orders --target prod",
      "sluice build tag:finance --exclude stg_*",
      "sluice build --env dev --start 2026-01-01",
    ],
    load: loadCommand("build"),
  },
  {
    name: "validate",
    group: "Build and check",
    summary: "find every problem of the project at once, without touching data",
    details:
      "Parses every query, binds every name and column in the engine on empty tables, compares contracts.",
    examples: ["sluice validate", "sluice validate --json"],
    load: loadCommand("validate"),
  },
  {
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
  },
  {
    name: "check",
    group: "Build and check",
    summary: "run the data checks on what readers see now",
    details: selectionHelp,
    arguments: [selectArgument],
    options: selectionOptions,
    examples: ["sluice check", "sluice check marts.*"],
    load: loadCommand("check"),
  },
];
