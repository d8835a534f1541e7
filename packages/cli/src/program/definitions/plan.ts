import { Option } from "commander";
import type { CommandDefinition } from "../definition.js";
import { collect } from "../option-values.js";
import { limitOptions } from "./limits.js";
import { selectArgument, selectionHelp, selectionOptions } from "./selection.js";
import { loadCommand } from "../load-command.js";

/** `--start` and `--end`. */
export function rangeOptions(what: string): Option[] {
  return [
    new Option(
      "--start <time>",
      `${what}: from this ISO date (of the model's time zone) or timestamp (UTC) on`,
    ),
    new Option("--end <time>", `${what}: until this one, which is no part of it`),
  ];
}

/** `--force`, `--rebuild` and `--forward-only`. */
export function rebuildOptions(): Option[] {
  return [
    new Option("-f, --force", "build the selected views and tables even when nothing changed"),
    new Option(
      "--rebuild",
      "the same, and incremental tables begin anew: the plan lists the rows that may be lost",
    ),
    new Option(
      "--forward-only",
      "edited tables that are kept keep their rows; the new query counts from now on",
    ),
  ];
}

/** `--shared`. */
export function sharedOption(): Option {
  return new Option(
    "--shared",
    "restate tables that other environments show too, and change them for all",
  );
}

/** Commands that show what would be done, and do what was shown. */
export const planCommands: readonly CommandDefinition[] = [
  {
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
  },
  {
    name: "apply",
    group: "Build and check",
    summary: "do exactly what a saved plan says, or nothing",
    details: `Runs in the target, environment and time the plan was made for. The plan is made again first: where it would
not be the same, because the project or the warehouse has changed since, it is refused and nothing is written.`,
    arguments: [
      { syntax: "<plan>", description: "file of `sluice plan --output`", completes: "files" },
    ],
    options: limitOptions,
    examples: ["sluice apply plan.json"],
    load: loadCommand("apply"),
  },
];

/** Commands about time. */
export const timeCommands: readonly CommandDefinition[] = [
  {
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
  },
  {
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
  },
];
