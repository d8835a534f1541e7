import { Argument, Command, Help } from "commander";
import type { CommandDefinition } from "./definition.js";
import { addGlobalOptions } from "./global-options.js";
import { sentence } from "./sentence.js";

/** What runs a command once the command line is understood. */
export type CommandRunner = (definition: CommandDefinition, command: Command) => Promise<void>;

export interface ProgramOptions {
  readonly definitions: readonly CommandDefinition[];
  readonly version: string;
  readonly run: CommandRunner;
  /** Where help and version go. */
  readonly print: (text: string) => void;
  readonly width?: number | undefined;
}

/** The whole command line; no command's code is loaded. Mistakes are thrown as CommanderErrors. */
export function createProgram(options: ProgramOptions): Command {
  const program = configure(new Command("sluice"), options)
    .description("SQL pipelines, checked before anyone reads them.")
    .version(options.version, "-V, --version", "print the version")
    .helpOption("-h, --help", "print help")
    .commandsGroup("Set up:")
    .helpCommand("help [command]", "print help of a command")
    .usage("<command> [options]")
    .configureHelp({ formatHelp: commandsFirst });
  addGlobalOptions(program);
  for (const definition of options.definitions)
    program.addCommand(toCommand(definition, options), { hidden: definition.hidden === true });
  program.addHelpText(
    "after",
    `
Exit codes:
  0 done   1 bug in sluice   2 cannot be done   3 declined
  4 checks or tests failed   130 interrupted   141 the reader of a pipe has gone`,
  );
  return program;
}

/** The commands and their options as a tree that runs nothing: what completion and the reference page look at. */
export function commandTree(definitions: readonly CommandDefinition[]): Command {
  return createProgram({
    definitions,
    version: "",
    print: () => undefined,
    run: () => Promise.resolve(),
  });
}

function configure(command: Command, options: ProgramOptions): Command {
  return command
    .exitOverride()
    .configureOutput({
      writeOut: options.print,
      writeErr: () => undefined,
      outputError: () => undefined,
      getOutHelpWidth: () => Math.min(options.width ?? 100, 120),
      getErrHelpWidth: () => 100,
    })
    .configureHelp({ showGlobalOptions: true });
}

/** The default help with the commands above the options: they are what is looked for. */
function commandsFirst(program: Command, helper: Help): string {
  const text = Help.prototype.formatHelp.call(helper, program, helper);
  const [group = ""] = helper.visibleCommands(program).map((command) => command.helpGroup());
  const options = text.indexOf("\nOptions:\n") + 1;
  const commands = text.indexOf(`\n${group}\n`) + 1;
  return [text.slice(0, options), text.slice(commands), text.slice(options, commands)].join("");
}

function toCommand(definition: CommandDefinition, options: ProgramOptions): Command {
  const command = configure(new Command(definition.name), options)
    .summary(definition.summary)
    .description(description(definition))
    .helpOption("-h, --help", "print help")
    .helpGroup(`${definition.group}:`);
  for (const { syntax, description, choices } of definition.arguments ?? []) {
    const argument = new Argument(syntax, description);
    command.addArgument(choices ? argument.choices([...choices]) : argument);
  }
  for (const option of definition.options?.() ?? []) command.addOption(option);
  if (definition.examples.length > 0) {
    command.addHelpText(
      "after",
      `\nExamples:\n${definition.examples.map((e) => `  $ ${e}`).join("\n")}`,
    );
  }
  return command.action(() => options.run(definition, command));
}

function description(definition: CommandDefinition): string {
  const summary = sentence(definition.summary);
  const { details } = definition;
  return details === undefined ? summary : `${summary}\n\n${flowing(details)}`;
}

/** Paragraphs as one line each, for the help to wrap; indented lines stay as they are. */
function flowing(text: string): string {
  return text.replace(/(\S)\n(?=\S)/g, "$1 ");
}
