import { Option } from "commander";
import { loadCommand } from "../../program/load-command.js";
import type { CommandDefinition } from "../../program/definition.js";

export const definition: CommandDefinition = {
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
};
