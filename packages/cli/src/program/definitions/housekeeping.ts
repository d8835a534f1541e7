import { Option } from "commander";
import type { CommandDefinition } from "../definition.js";
import { parseAge, parseCount } from "../option-values.js";
import { loadCommand } from "../load-command.js";

/** Commands that take back, tidy up and mend. */
export const housekeepingCommands: readonly CommandDefinition[] = [
  {
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
  },
  {
    name: "rollback",
    group: "Operate",
    summary: "show readers again what an earlier promotion showed",
    details: `Moves the views of an environment back in one transaction, and builds nothing: it takes milliseconds, and is
refused when tables of then are gone. Models that did not exist then lose their view, removed ones get theirs back. It is
a promotion itself, so that it can be rolled back. Tables that are kept and brought up to date keep the rows they have.
The next build publishes the project as it is again: revert the edit as well.`,
    arguments: [
      { syntax: "<env>", description: "an environment", completes: "environments" },
      {
        syntax: "[promotion]",
        description:
          "its number, or the run that made it; the one before the last when none is given",
      },
    ],
    options: () => [new Option("--list", "show the promotions there are; change nothing")],
    examples: ["sluice rollback prod", "sluice rollback prod --list", "sluice rollback prod 41"],
    load: loadCommand("rollback"),
  },
  {
    name: "clean",
    group: "Operate",
    summary: "remove what no environment shows and no way back needs",
    details: `Goes: generations of models beyond --keep, candidates that were refused or not finished, expired
environments, and strays of interrupted runs. Stays: what an environment shows and what that reads, what its last
promotions showed, and whatever Sluice did not make. Copies of older layouts of the state go only with --older-than.`,
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
    ],
    examples: [
      "sluice clean --dry-run",
      "sluice clean --keep 5",
      "sluice clean --older-than 1d --history 90d",
    ],
    load: loadCommand("clean"),
  },
  {
    name: "doctor",
    group: "Operate",
    summary: "look for trouble in the machine, the project, the warehouse and its state",
    details: `Every finding says what mends it. With --fix, views that are gone or show something else are made again, and
a state of an older layout is brought up to date; nothing is built, and nothing is removed.`,
    options: () => [new Option("--fix", "mend what needs no building")],
    examples: ["sluice doctor", "sluice doctor --fix"],
    load: loadCommand("doctor"),
  },
];
