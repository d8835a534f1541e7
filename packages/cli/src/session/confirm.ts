import { confirm, isCancel } from "@clack/prompts";
import { SluiceError } from "@sluice/core";
import type { CommandContext } from "../context.js";

/** Asks for a yes; no is the answer to begin with. Raises `CLI.USAGE` where nobody can be asked. */
export async function confirmed({ io, global }: CommandContext, message: string): Promise<boolean> {
  const canAsk = !global.json && io.live && io.stdin.isTTY && io.stdout.isTTY;
  if (!canAsk) {
    throw new SluiceError({
      code: "CLI.USAGE",
      message: "This has to be confirmed, and there is no terminal to ask on.",
      hints: ["Pass `--yes`."],
    });
  }
  const answer = await confirm({ message, initialValue: false });
  return !isCancel(answer) && answer;
}
