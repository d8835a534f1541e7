import { shells } from "../../complete/shells.js";
import type { CommandDefinition } from "../../program/definition.js";

export const definition: CommandDefinition = {
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
    const { completing } = await import("./run.js");
    return { run: completing(all) };
  },
};
