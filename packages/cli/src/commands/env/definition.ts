import { Option } from "commander";
import { parseAge } from "../../program/option-values.js";
import { loadCommand } from "../../program/load-command.js";
import type { CommandDefinition } from "../../program/definition.js";

export const definition: CommandDefinition = {
  name: "env",
  group: "Operate",
  summary: "list the environments, or say when one expires",
  details: `\`expire\` removes an environment at once: its views, its part of the state, and the schemas of its own that
nothing else is in. Tables stay until \`sluice clean\`. With --in it expires that long after now, and after each promotion
to come. \`prod\` never expires. What holds for others is said by \`environments\` in sluice.config.ts.`,
  arguments: [
    {
      syntax: "[action]",
      description: "what to do; list when nothing is said",
      choices: ["list", "expire"],
    },
    { syntax: "[name]", description: "an environment", completes: "environments" },
  ],
  options: () => [
    new Option("--in <time>", "expire after this time: 12h, 7d, 2w").argParser(parseAge),
    new Option("--never", "do not expire"),
  ],
  examples: ["sluice env list", "sluice env expire dev --in 7d", "sluice env expire pr_123"],
  load: loadCommand("env"),
};
