import { loadCommand } from "../../program/load-command.js";
import { environmentArgument, dueOptions } from "../../program/options/schedule.js";
import type { CommandDefinition } from "../../program/definition.js";

export const definition: CommandDefinition = {
  name: "schedule",
  group: "Operate",
  summary: "run what is due, tick by tick, until it is stopped",
  details: `As \`sluice run\` at every tick, in the foreground; between two ticks the warehouse is closed. Ctrl-C or SIGTERM
stop it cleanly: what is running is cancelled, and what was built is kept. What fails is told, and tried again.`,
  arguments: [environmentArgument],
  options: dueOptions,
  examples: ["sluice schedule prod", "sluice schedule prod --log-format json"],
  load: loadCommand("schedule"),
};
