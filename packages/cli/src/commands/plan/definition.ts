import { Option } from "commander";
import { collect } from "../../program/option-values.js";
import { selectionHelp, selectionOptions } from "../../program/options/selection.js";
import { loadCommand } from "../../program/load-command.js";
import { rangeOptions } from "../../program/options/range.js";
import { rebuildOptions, sharedOption } from "../../program/options/rebuild.js";
import type { CommandDefinition } from "../../program/definition.js";

export const definition: CommandDefinition = {
  name: "plan",
  group: "Build and check",
  summary: "show what a build would change and why; apply it when you say so",
  details: `Compares the project with what readers of an environment see: which models changed and by which edit, what
is built, how much time in how many batches and about how many rows, what is only promoted from tables that are there
already, and what is lost. Nothing is written before you agree; on a pipe and with --output nothing is asked.

An environment that does not exist yet begins as prod: unchanged models are shown from the same tables. With --restate
the range of --start and --end is computed again in the models it names and in all that read them.

${selectionHelp}`,
  arguments: [
    {
      syntax: "[env]",
      description: "environment to plan for, as --env; prod when none is given",
      completes: "environments",
    },
  ],
  options: () => [
    ...selectionOptions(),
    ...rebuildOptions(),
    ...rangeOptions("what is computed of tables filled by time"),
    new Option("--restate <spec>", "models to compute again; repeatable").argParser(collect),
    sharedOption(),
    new Option("-o, --output <file>", "save the plan, for `sluice apply`"),
    new Option("--explain", "why every model is built, or is not"),
    new Option("--auto-apply", "apply without asking"),
  ],
  examples: [
    "sluice plan",
    "sluice plan dev --explain",
    "sluice plan --output plan.json && sluice apply plan.json",
    "sluice plan dev --start 2026-01-01 --auto-apply",
  ],
  load: loadCommand("plan"),
};
