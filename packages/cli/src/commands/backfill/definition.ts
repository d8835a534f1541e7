import { limitOptions } from "../../program/options/limits.js";
import {
  selectArgument,
  selectionHelp,
  selectionOptions,
} from "../../program/options/selection.js";
import { loadCommand } from "../../program/load-command.js";
import { rangeOptions } from "../../program/options/range.js";
import type { CommandDefinition } from "../../program/definition.js";

export const definition: CommandDefinition = {
  name: "backfill",
  group: "Operate",
  summary: "compute missing time of tables that are filled by time",
  details: `As build, limited to a range: what is missing in it is computed, what is there is left alone. Stop it when you
like: every batch that is done stays done, and the same command continues.

${selectionHelp}`,
  arguments: [selectArgument],
  options: () => [...selectionOptions(), ...rangeOptions("what to compute"), ...limitOptions()],
  examples: [
    "sluice backfill fct_events --start 2026-01-01 --end 2026-02-01",
    "sluice backfill tag:events --env dev --start 2026-01-01",
  ],
  load: loadCommand("backfill"),
};
