import { SluiceError } from "@sluice/core";
import type { CommandContext } from "../context.js";

/** Somebody sits at a terminal and can answer. */
export function canAsk({ io, global }: CommandContext): boolean {
  return !global.json && io.live && io.stdin.isTTY && io.stdout.isTTY;
}

/** `CLI.USAGE` for a command that must be agreed to where nobody can be asked. */
export function cannotAsk(): SluiceError {
  return new SluiceError({
    code: "CLI.USAGE",
    message: "This has to be confirmed, and there is no terminal to ask on.",
    hints: ["Pass `--yes`."],
  });
}
