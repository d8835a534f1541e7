import { Option } from "commander";
import { collect } from "../../program/option-values.js";
import { selectionHelp } from "../../program/options/selection.js";
import { loadCommand } from "../../program/load-command.js";
import { rangeOptions } from "../../program/options/range.js";
import { sharedOption } from "../../program/options/rebuild.js";
import type { CommandDefinition } from "../../program/definition.js";

export const definition: CommandDefinition = {
  name: "restate",
  group: "Operate",
  summary: "compute a range of time again, in models and in all that read them",
  details: `Each model widens the range to whole grains of its own and hands it on to its readers; models that have no time
are built anew, snapshots keep their history. Shows first what is computed again, and asks; without a terminal it needs
--yes.

Environments share the tables of versions they have in common. From prod a restatement changes them for all, and says
who sees it; from another environment it is refused unless --shared is given.

${selectionHelp}`,
  arguments: [
    {
      syntax: "<select...>",
      description: "models whose time to restate",
      completes: "selection",
    },
  ],
  options: () => [
    new Option("-e, --exclude <spec>", "what to leave out; repeatable").argParser(collect),
    ...rangeOptions("what to compute again"),
    sharedOption(),
    new Option("--dry-run", "only show what would be computed again"),
    new Option("--explain", "why every model is built, or is not"),
    new Option("-y, --yes", "do not ask"),
  ],
  examples: [
    "sluice restate fct_events --start 2026-01-03 --end 2026-01-05",
    "sluice restate fct_events --start 2026-01-03 --dry-run",
    "sluice restate fct_events --start 2026-01-03 --env dev --shared",
  ],
  load: loadCommand("restate"),
};
