import { Option } from "commander";
import { loadCommand } from "../../program/load-command.js";
import { environmentArgument, dueOptions } from "../../program/options/schedule.js";
import type { CommandDefinition } from "../../program/definition.js";

export const definition: CommandDefinition = {
  name: "run",
  group: "Operate",
  summary: "run what is due by each model's cron, and nothing else",
  details: `Safe to call every minute: what has met its tick is not run again, and a call that finds nothing due writes
nothing. Models without a cron are brought up to date with those that read them and those they read. What was edited
since it was last applied stays as it is: \`sluice plan\` applies it. With --now the schedule is that of another time.`,
  arguments: [environmentArgument],
  options: () => [...dueOptions(), new Option("--dry-run", "only say what is due")],
  examples: ["sluice run prod", "sluice run prod --dry-run --now 2026-01-31T06:00:00Z"],
  load: loadCommand("run"),
};
