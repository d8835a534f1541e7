import { Option } from "commander";
import { loadCommand } from "../../program/load-command.js";
import type { CommandDefinition } from "../../program/definition.js";

export const definition: CommandDefinition = {
  name: "types",
  group: "Operate",
  summary: "write TypeScript types of every model's rows",
  options: () => [
    new Option(
      "-o, --output <file>",
      "file to write, relative to the project; - for stdout",
    ).default("sluice-rows.d.ts"),
    new Option("--check", "write nothing; fail when the file is not current"),
  ],
  examples: ["sluice types", "sluice types --check"],
  load: loadCommand("types"),
};
