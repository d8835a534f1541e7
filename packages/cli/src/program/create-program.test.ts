import { expect, test } from "vitest";
import { createProgram } from "./create-program.js";
import { commandDefinitions } from "../commands/definitions.js";

function helpOf(...words: readonly string[]): string {
  let printed = "";
  const program = createProgram({
    definitions: commandDefinitions,
    version: "1.2.3",
    run: () => Promise.resolve(),
    print: (text) => (printed += text),
  });
  expect(() => program.parse([...words, "--help"], { from: "user" })).toThrow();
  return printed;
}

test("the help lists the commands by group, then the options, then the exit codes", () => {
  const headings = helpOf().match(/^\S.*:$|^Usage/gm);
  expect(headings).toEqual([
    "Usage",
    "Build and check:",
    "Look:",
    "Operate:",
    "Set up:",
    "Options:",
    "Exit codes:",
  ]);
});

test("every command stands in the help, hidden ones excepted", () => {
  const help = helpOf();
  for (const { name, hidden } of commandDefinitions)
    expect(new RegExp(`^  ${name} `, "m").test(help)).toBe(hidden !== true);
});

test("the help of a command has its arguments, its options and those of every command", () => {
  const headings = helpOf("build").match(/^\S.*:$/gm);
  expect(headings).toEqual([
    "Selection:",
    "Arguments:",
    "Options:",
    "Global Options:",
    "Examples:",
  ]);
});
