import { Option } from "commander";
import { parseAge, parseCount } from "../../program/option-values.js";
import { loadCommand } from "../../program/load-command.js";
import type { CommandDefinition } from "../../program/definition.js";

export const definition: CommandDefinition = {
  name: "clean",
  group: "Operate",
  summary: "remove what no environment shows and no way back needs",
  details: `Goes: generations of models beyond --keep, candidates that were refused or not finished, expired
environments, and strays of interrupted runs. Stays: what an environment shows and what that reads, what its last
promotions showed, and whatever Sluice did not make. Copies of older layouts of the state go only with --older-than.

The file of the warehouse keeps the space of what went, for what comes. --compact gives it back: a copy without it is
made beside the file, compared, and renamed into its place, so there has to be room for it.`,
  options: () => [
    new Option("--dry-run", "show what would go, and why; change nothing"),
    new Option(
      "--keep <n>",
      "published generations of a model, and promotions of an environment, to keep",
    )
      .argParser(parseCount)
      .default(3),
    new Option(
      "--older-than <time>",
      "how long refused candidates, and copies of older states, are kept: 12h, 7d (candidates: 7d when not given)",
    ).argParser(parseAge),
    new Option("--history <time>", "also forget runs older than this: 90d").argParser(parseAge),
    new Option("--compact", "rewrite the file of the warehouse without unused space, afterwards"),
  ],
  examples: [
    "sluice clean --dry-run",
    "sluice clean --keep 5",
    "sluice clean --older-than 1d --history 90d",
    "sluice clean --compact",
  ],
  load: loadCommand("clean"),
};
