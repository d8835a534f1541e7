import type { Option } from "commander";
import type { CommandRun } from "../context.js";

/** What completion offers for an argument or an option's value. */
export type Completes =
  "models" | "selection" | "columns" | "codes" | "runs" | "environments" | "files" | "folders";

export interface ArgumentDefinition {
  /** `<model>`, `[select...]` */
  readonly syntax: string;
  readonly description: string;
  readonly choices?: readonly string[] | undefined;
  readonly completes?: Completes | undefined;
}

/** A command as help, completion and the reference page know it; its code is loaded only when it runs. */
export interface CommandDefinition {
  readonly name: string;
  readonly group: "Build and check" | "Look" | "Operate" | "Set up";
  /** One line, shown in the list of commands. */
  readonly summary: string;
  /** What else there is to know, for the command's own help. */
  readonly details?: string | undefined;
  readonly arguments?: readonly ArgumentDefinition[] | undefined;
  readonly options?: (() => readonly Option[]) | undefined;
  readonly examples: readonly string[];
  readonly hidden?: boolean | undefined;
  /** Imports the code. It is given all commands, which completion needs to know. */
  readonly load: (all: readonly CommandDefinition[]) => Promise<{ readonly run: CommandRun }>;
}
