import { Option } from "commander";
import { templateNames } from "../../init/template-names.js";
import { loadCommand } from "../../program/load-command.js";
import type { CommandDefinition } from "../../program/definition.js";

export const definition: CommandDefinition = {
  name: "init",
  group: "Set up",
  summary: "make a project that builds and passes as it is",
  details: "Asks on a terminal when nothing is given. Never overwrites a file.",
  arguments: [
    {
      syntax: "[dir]",
      description: "folder of the project, made when missing",
      completes: "folders",
    },
  ],
  options: () => [
    new Option("--template <name>", "what to start from; minimal when none is given").choices([
      ...templateNames,
    ]),
  ],
  examples: ["sluice init", "sluice init shop --template shop"],
  load: loadCommand("init"),
};
