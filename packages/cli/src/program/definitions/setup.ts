import { Option } from "commander";
import { shells } from "../../complete/shells.js";
import { templateNames } from "../../init/template-names.js";
import type { CommandDefinition } from "../definition.js";
import { loadCommand } from "../load-command.js";

/** Commands that set things up. */
export const setupCommands: readonly CommandDefinition[] = [
  {
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
  },
  {
    name: "completion",
    group: "Set up",
    summary: "a script that completes commands, options and model names",
    details: `Put one of these into the shell's start-up file:
  bash   source <(sluice completion bash)
  zsh    source <(sluice completion zsh)
  fish   sluice completion fish | source`,
    arguments: [{ syntax: "<shell>", description: "the shell", choices: shells }],
    examples: ["sluice completion bash"],
    load: () => import("../../commands/completion.js"),
  },
  {
    name: "__complete",
    group: "Set up",
    summary: "candidates for the last word; called by the completion scripts",
    arguments: [
      { syntax: "<shell>", description: "the shell", choices: shells },
      { syntax: "[words...]", description: "words of the command line up to the cursor" },
    ],
    examples: [],
    hidden: true,
    load: async (all) => {
      const { completing } = await import("../../commands/complete.js");
      return { run: completing(all) };
    },
  },
];
