import type { CommandContext } from "../context.js";
import { canAsk, cannotAsk } from "./can-ask.js";

/** Asks for a yes; no is the answer to begin with. Raises `CLI.USAGE` where nobody can be asked. */
export async function confirmed(context: CommandContext, message: string): Promise<boolean> {
  if (!canAsk(context)) throw cannotAsk();
  const { confirm, isCancel } = await import("@clack/prompts");
  const answer = await confirm({ message, initialValue: false });
  return !isCancel(answer) && answer;
}
