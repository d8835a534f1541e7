import { SluiceError } from "@sluice/core";

/** What a command line asks for and cannot be meant. */
export function usageError(message: string, command: string): SluiceError {
  return new SluiceError({
    code: "CLI.USAGE",
    message,
    hints: [`See \`sluice ${command} --help\`.`],
  });
}
