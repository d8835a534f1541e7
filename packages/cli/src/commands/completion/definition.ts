import { shells } from "../../complete/shells.js";
import type { CommandDefinition } from "../../program/definition.js";

export const definition: CommandDefinition = {
  name: "completion",
  group: "Set up",
  summary: "a script that completes commands, options and model names",
  details: `Put one of these into the shell's start-up file:
  bash   source <(sluice completion bash)
  zsh    source <(sluice completion zsh)
  fish   sluice completion fish | source`,
  arguments: [{ syntax: "<shell>", description: "the shell", choices: shells }],
  examples: ["sluice completion bash"],
  load: () => import("./run.js"),
};
