import type { Command, Option } from "commander";
import type { CommandDefinition, Completes } from "../program/definition.js";

/** A word that may stand at the cursor. */
export interface Candidate {
  readonly word: string;
  readonly description: string;
}

/** What may come: fixed words, or names that only the project knows. */
export interface Expected {
  readonly candidates: readonly Candidate[];
  readonly dynamic?: Completes | undefined;
}

interface Line {
  readonly command: Command | undefined;
  /** Positional words of the command before the cursor. */
  readonly operands: number;
  /** The option that waits for its value. */
  readonly waiting: Option | undefined;
}

/** What may stand at the last word of a command line (without `sluice` itself). */
export function expectedAt(
  words: readonly string[],
  program: Command,
  definitions: readonly CommandDefinition[],
): Expected {
  const current = words.at(-1) ?? "";
  const line = readLine(words.slice(0, -1), program);
  if (line.waiting) return optionValues(line.waiting);
  if (current.startsWith("-")) return { candidates: optionCandidates(program, line.command) };
  if (!line.command) return { candidates: commandCandidates(program) };
  const definition = definitions.find(({ name }) => name === line.command?.name());
  return argumentValues(definition, line.operands);
}

function readLine(words: readonly string[], program: Command): Line {
  let command: Command | undefined;
  let operands = 0;
  let waiting: Option | undefined;
  for (const word of words) {
    if (waiting) waiting = undefined;
    else if (word.startsWith("-") && word !== "-") waiting = valueOption(word, program, command);
    else if (command) operands += 1;
    else command = program.commands.find((known) => known.name() === word);
  }
  return { command, operands, waiting };
}

function valueOption(
  word: string,
  program: Command,
  command: Command | undefined,
): Option | undefined {
  if (word.includes("=")) return undefined;
  const option = optionsOf(program, command).find(
    (known) => known.long === word || known.short === word,
  );
  return option && (option.required || option.optional) ? option : undefined;
}

function optionsOf(program: Command, command: Command | undefined): readonly Option[] {
  return [...(command?.options ?? []), ...program.options];
}

function optionCandidates(program: Command, command: Command | undefined): Candidate[] {
  const options = optionsOf(program, command).filter((option) => !option.hidden);
  return [
    ...options.map((option) => ({
      word: option.long ?? option.flags,
      description: option.description,
    })),
    { word: "--help", description: "print help" },
  ];
}

function commandCandidates(program: Command): Candidate[] {
  return program
    .createHelp()
    .visibleCommands(program)
    .map((command) => ({
      word: command.name(),
      description: command.summary() || command.description(),
    }));
}

const dynamicOptions: Readonly<Record<string, Completes>> = {
  "--select": "selection",
  "--exclude": "selection",
  "--project": "folders",
  "--env": "environments",
  "--restate": "selection",
  "--output": "files",
  "--file": "files",
};

function optionValues(option: Option): Expected {
  const candidates = (option.argChoices ?? []).map((word) => ({ word, description: "" }));
  return { candidates, dynamic: dynamicOptions[option.long ?? ""] };
}

function argumentValues(definition: CommandDefinition | undefined, position: number): Expected {
  const known = definition?.arguments ?? [];
  const last = known.at(-1);
  const argument = known[position] ?? (last?.syntax.includes("...") === true ? last : undefined);
  const candidates = (argument?.choices ?? []).map((word) => ({ word, description: "" }));
  return { candidates, dynamic: argument?.completes };
}
