import { PRODUCTION } from "../names.js";
import type { Project } from "./project.js";

/** What of a project a command has to be told, where it is not what the command does by itself. */
export type CommandScope = Pick<Project, "environment" | "target" | "defaultTarget">;

/**
 * A command for a hint, to be run as it is printed: words quoted for a shell where they need it, with the environment and
 * the target of the project where they are not the defaults.
 */
export function commandLine(words: readonly string[], project: CommandScope): string {
  return sluice([...words, ...environmentOption(project), ...targetOption(project)]);
}

/** The same for a command that takes the environment as its first argument: `sluice plan dev`. */
export function environmentCommand(
  [command = "", ...words]: readonly string[],
  project: CommandScope,
): string {
  return sluice([command, project.environment, ...words, ...targetOption(project)]);
}

/** The same for a command on the warehouse as a whole: `sluice doctor`. */
export function warehouseCommand(
  words: readonly string[],
  project: Pick<Project, "target" | "defaultTarget">,
): string {
  return sluice([...words, ...targetOption(project)]);
}

function sluice(words: readonly string[]): string {
  return ["sluice", ...words.map(shellWord)].join(" ");
}

function environmentOption({ environment }: CommandScope): readonly string[] {
  return environment === PRODUCTION ? [] : ["--env", environment];
}

function targetOption({
  target,
  defaultTarget,
}: Pick<Project, "target" | "defaultTarget">): readonly string[] {
  return target.name === defaultTarget ? [] : ["--target", target.name];
}

function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
