import type { Command, Option } from "commander";
import { commandTree } from "../program/create-program.js";
import type { ArgumentDefinition, CommandDefinition } from "../program/definition.js";
import { selectionHelp } from "../program/options/selection.js";
import { sentence } from "../program/sentence.js";
import { documents } from "../commands/documents.js";

/** The reference page of the command line, made from what the command itself knows. */
export function commandReference(definitions: readonly CommandDefinition[]): string {
  const shown = definitions.filter((definition) => definition.hidden !== true);
  const program = commandTree(shown);
  const groups = [...new Set(shown.map((definition) => definition.group))];
  return [
    "# The `sluice` command",
    "Generated from the command's own definitions by `pnpm --filter @sluice/cli run docs`; edit those.",
    contents(groups, shown),
    ...groups.flatMap((group) => [
      `## ${group}`,
      ...shown
        .filter((definition) => definition.group === group)
        .map((definition) => commandSection(definition, commandOf(program, definition))),
    ]),
    `## Selection\n\n${fenced("text", selectionHelp.replace(/^.*\n/, ""))}`,
    globalSection(program),
    outputSection,
    jsonSection(),
    exitSection,
  ]
    .join("\n\n")
    .concat("\n");
}

function commandOf(program: Command, { name }: CommandDefinition): Command | undefined {
  return program.commands.find((command) => command.name() === name);
}

function contents(groups: readonly string[], shown: readonly CommandDefinition[]): string {
  return groups
    .map((group) => {
      const of = shown.filter((definition) => definition.group === group);
      const links = of.map(({ name, summary }) => `  - [\`${name}\`](#sluice-${name}): ${summary}`);
      return [`- ${group}`, ...links].join("\n");
    })
    .join("\n");
}

function commandSection(definition: CommandDefinition, command: Command | undefined): string {
  const { name, arguments: args = [], details, summary, examples } = definition;
  const options = command?.options ?? [];
  const usage = ["sluice", name, ...(options.length > 0 ? ["[options]"] : [])];
  return [
    `### sluice ${name}`,
    sentence(summary),
    fenced("text", [...usage, ...args.map(({ syntax }) => syntax)].join(" ")),
    ...(details === undefined ? [] : [detailsText(details)]),
    ...(args.length === 0 ? [] : ["Arguments:", args.map(argumentLine).join("\n")]),
    ...(options.length === 0 ? [] : ["Options:", options.map(optionLine).join("\n")]),
    ...(examples.length === 0 ? [] : [fenced("sh", examples.join("\n"))]),
  ].join("\n\n");
}

/** Paragraphs; those with indented lines are shown as they stand. */
function detailsText(details: string): string {
  return details
    .split("\n\n")
    .map((paragraph) => {
      if (paragraph === selectionHelp) return "What `select` may say is told [below](#selection).";
      return /^ /m.test(paragraph) ? fenced("text", paragraph) : joined(paragraph);
    })
    .join("\n\n");
}

function joined(paragraph: string): string {
  return escaped(paragraph.replace(/\n/g, " "));
}

/** Texts of the help as Markdown text. */
function escaped(text: string): string {
  return text.replace(/[*<>]/g, (character) => `\\${character}`);
}

function argumentLine({ syntax, description, choices = [] }: ArgumentDefinition): string {
  return `- \`${syntax}\`: ${escaped(description)}${oneOf(choices)}`;
}

function optionLine(option: Option): string {
  const fallback: unknown = option.defaultValue;
  const plain = typeof fallback === "string" || typeof fallback === "number";
  const text = option.defaultValueDescription ?? (plain ? String(fallback) : undefined);
  const after = text === undefined ? "" : `; default \`${text}\``;
  return `- \`${option.flags}\`: ${escaped(option.description)}${oneOf(option.argChoices ?? [])}${after}`;
}

function oneOf(choices: readonly string[]): string {
  return choices.length === 0
    ? ""
    : `; one of ${choices.map((choice) => `\`${choice}\``).join(", ")}`;
}

function fenced(language: string, text: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}

function globalSection(program: Command): string {
  return [
    "## Options of every command",
    "They may stand before and after the command.",
    program.options.map(optionLine).join("\n"),
  ].join("\n\n");
}

const outputSection = `## Output

Data goes to stdout, everything else to stderr, so \`sluice show orders --format csv > orders.csv\` writes rows and nothing else. A terminal shows what runs now with its time; a pipe, a file or \`CI\` gets one plain line a node, and a sign of life every 30 seconds while none ends. The time at the end (\`Done in\`, \`seconds\` in JSON) is that of the whole command, from the start of its process until the warehouse is closed; \`summary.seconds\` is the time of the run alone. \`NO_COLOR\` turns colours off, \`FORCE_COLOR\` on.

\`--log-format json\` writes one JSON object a line to stderr. Each has \`v\` (version of the format, now 1), \`type\` and \`at\`; types are \`run_started\`, \`node_started\`, \`node_progress\`, \`node_finished\`, \`warning\`, \`run_finished\`, \`note\` and \`error\`.

Values of environment variables and \`--var\`s whose names look secret (password, token, key and the like) are replaced by \`***\` in all that is told. Rows that \`show --format\` writes are data and stay as they are.`;

function jsonSection(): string {
  const names = Object.keys(documents).filter((name) => name !== "errors");
  return `## JSON documents

\`--json\` prints one document on stdout. Every document has \`schema\` (now 1; raised only by a change that breaks readers), \`command\` and \`ok\`; unknown facts are \`null\`. Their JSON Schemas come with the package as \`schemas/<command>.json\`, for ${names.map((name) => `\`${name}\``).join(", ")}.

What keeps a command from being carried out is told as \`schemas/errors.json\` instead, whatever the command: \`ok\` is false and \`errors\` lists each problem with its code, message, place and hints. [\`sluice explain\`](#sluice-explain) tells what a code means.`;
}

const exitSection = `## Exit codes

- \`0\`: done; warnings alone leave it at 0
- \`1\`: a bug in Sluice, told with a stack trace
- \`2\`: it cannot be done: configuration, SQL, connection, command line
- \`3\`: you answered no
- \`4\`: a blocking check or a unit test failed, and nothing else went wrong
- \`130\`: interrupted (Ctrl-C); \`143\` by SIGTERM, \`129\` by SIGHUP
- \`141\`: the reader of standard output has gone (\`| head\`), after a command that was done

A run that succeeded in part is never 0.`;
