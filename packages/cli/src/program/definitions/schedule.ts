import { Option } from "commander";
import type { CommandDefinition } from "../definition.js";
import { limitOptions } from "./limits.js";
import { selectionOptions } from "./selection.js";
import { loadCommand } from "../load-command.js";

const environment = {
  syntax: "[env]",
  description: "an environment, as --env; prod when none is given",
  completes: "environments",
} as const;

function runOptions(): Option[] {
  return [...selectionOptions(), ...limitOptions()];
}

/** Commands that follow the crons of models. */
export const scheduleCommands: readonly CommandDefinition[] = [
  {
    name: "run",
    group: "Operate",
    summary: "run what is due by each model's cron, and nothing else",
    details: `Safe to call every minute: what has met its tick is not run again, and a call that finds nothing due writes
nothing. Models without a cron are brought up to date with those that read them and those they read. What was edited
since it was last applied stays as it is: \`sluice plan\` applies it. With --now the schedule is that of another time.`,
    arguments: [environment],
    options: () => [...runOptions(), new Option("--dry-run", "only say what is due")],
    examples: ["sluice run prod", "sluice run prod --dry-run --now 2026-01-31T06:00:00Z"],
    load: loadCommand("run"),
  },
  {
    name: "schedule",
    group: "Operate",
    summary: "run what is due, tick by tick, until it is stopped",
    details: `As \`sluice run\` at every tick, in the foreground; between two ticks the warehouse is closed. Ctrl-C or SIGTERM
stop it cleanly: what is running is cancelled, and what was built is kept. What fails is told, and tried again.`,
    arguments: [environment],
    options: runOptions,
    examples: ["sluice schedule prod", "sluice schedule prod --log-format json"],
    load: loadCommand("schedule"),
  },
];
