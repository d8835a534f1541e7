import { CommanderError } from "commander";
import { describe, expect, it } from "vitest";
import { commandDefinitions } from "../commands/definitions.js";
import { commandTree } from "./create-program.js";
import { peerCommandHints, peerCommands } from "./peer-commands.js";
import { usageDiagnostic } from "./usage-error.js";

const own = commandDefinitions.map(({ name }) => name);

function problemOf(words: readonly string[]): string | undefined {
  try {
    commandTree(commandDefinitions).parse([...words], { from: "user" });
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

describe.each(Object.entries(peerCommands))("%s of another tool", (name, commands) => {
  it("is no command of the command line", () => {
    expect(own).not.toContain(name);
  });

  it.each(commands.filter((command) => command.startsWith("sluice ")))("has %s", (command) => {
    const words = command.replaceAll(/<[^>]*>|'[^']*'/g, "name").split(" ");
    expect(problemOf(words.slice(1))).toBeUndefined();
  });
});

it("a command of another tool is answered with ours, and not with one that looks alike", () => {
  const error = new CommanderError(
    1,
    "commander.unknownCommand",
    "error: unknown command 'retry'\n(Did you mean restore?)",
  );
  expect(usageDiagnostic(error, undefined).hints).toEqual([
    "Here: `sluice build`; a build continues where the last one failed.",
    "See `sluice --help`.",
  ]);
});

it("a name of no tool has no command", () => {
  expect(peerCommandHints("biuld")).toEqual([]);
  expect(peerCommandHints("constructor")).toEqual([]);
});
