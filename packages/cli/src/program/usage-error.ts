import type { CommanderError } from "commander";
import type { Diagnostic } from "@sluice/core";
import { peerCommandHints } from "./peer-commands.js";
import { sentence } from "./sentence.js";

/** A mistake on the command line as a diagnostic. `command` is the command it was made in. */
export function usageDiagnostic(error: CommanderError, command: string | undefined): Diagnostic {
  const [first = "", ...rest] = error.message.replace(/^error: /, "").split("\n");
  const unknown = /^unknown command '(.*)'$/.exec(first)?.[1] ?? "";
  const meant = rest.flatMap(
    (line) => /^\(Did you mean (?:one of )?(.*)\?\)$/.exec(line)?.[1] ?? [],
  );
  const help = command === undefined ? "sluice --help" : `sluice ${command} --help`;
  const peer = peerCommandHints(unknown);
  return usage(sentence(first), [
    ...(peer.length > 0 ? peer : meant.map((text) => `Did you mean ${text}?`)),
    `See \`${help}\`.`,
  ]);
}

/** A `CLI.USAGE` diagnostic. */
export function usage(message: string, hints: readonly string[]): Diagnostic {
  return { code: "CLI.USAGE", message, hints, retryable: false, severity: "error" };
}
