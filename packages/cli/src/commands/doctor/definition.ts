import { Option } from "commander";
import { loadCommand } from "../../program/load-command.js";
import type { CommandDefinition } from "../../program/definition.js";

export const definition: CommandDefinition = {
  name: "doctor",
  group: "Operate",
  summary: "look for trouble in the machine, the project, the warehouse and its state",
  details: `Every finding says what mends it. With --fix, views that are gone or show something else are made again, and
a state of an older layout is brought up to date; nothing is built, and nothing is removed.`,
  options: () => [new Option("--fix", "mend what needs no building")],
  examples: ["sluice doctor", "sluice doctor --fix"],
  load: loadCommand("doctor"),
};
