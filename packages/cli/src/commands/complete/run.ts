import { expectedAt, type Candidate } from "../../complete/candidates.js";
import { projectNames } from "../../complete/names.js";
import { exitCode, type CommandContext, type CommandRun } from "../../context.js";
import { commandTree } from "../../program/create-program.js";
import type { CommandDefinition } from "../../program/definition.js";

/** Prints the candidates for the last word among these commands, one a line, as the shell wants them. */
export function completing(definitions: readonly CommandDefinition[]): CommandRun {
  return async (context) => {
    const [shell = "bash", ...words] = context.args;
    const program = commandTree(definitions);
    const current = words.at(-1) ?? "";
    const { candidates, dynamic } = expectedAt(words, program, definitions);
    const names =
      dynamic === undefined ? [] : await projectNames(dynamic, current, inProject(context, words));
    const fitting = [...candidates, ...names].filter(({ word }) => word.startsWith(current));
    const text = fitting.map((candidate) => format(candidate, shell)).join("");
    await context.io.stdout.writeAsync(text);
    return exitCode.done;
  };
}

/** `--project`, `--target` and `--env` of the line that is being typed. */
function inProject(context: CommandContext, words: readonly string[]): CommandContext {
  const valueOf = (...flags: readonly string[]) => {
    const at = words.findIndex((word) => flags.includes(word));
    return at >= 0 ? words[at + 1] : undefined;
  };
  const project = valueOf("--project", "-p") ?? context.global.project;
  const target = valueOf("--target", "-t") ?? context.global.target;
  const environment = valueOf("--env") ?? context.global.environment;
  return { ...context, global: { ...context.global, project, target, environment } };
}

function format({ word, description }: Candidate, shell: string): string {
  const told = description.replace(/\s+/g, " ");
  if (shell === "zsh") return `${word.replaceAll(":", "\\:")}${told === "" ? "" : `:${told}`}\n`;
  if (shell === "fish") return `${word}${told === "" ? "" : `\t${told}`}\n`;
  return `${word}\n`;
}
