import { Option } from "commander";
import { limitOptions } from "../../program/options/limits.js";
import { rangeOptions } from "../../program/options/range.js";
import { rebuildOptions } from "../../program/options/rebuild.js";
import {
  selectArgument,
  selectionHelp,
  selectionOptions,
} from "../../program/options/selection.js";
import { loadCommand } from "../../program/load-command.js";
import type { CommandDefinition } from "../../program/definition.js";

export const definition: CommandDefinition = {
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
};
