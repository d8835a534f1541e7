import type { CommandContext } from "../context.js";
import { usageError } from "./usage-error.js";

/** The environment may stand as the argument. */
export function inEnvironment(context: CommandContext, command: string): CommandContext {
  const { args, global } = context;
  const [named] = args;
  if (named === undefined) return context;
  if (global.environment !== undefined && global.environment !== named)
    throw usageError(`The environment is ${named} or ${global.environment}, not both.`, command);
  return { ...context, args: [], global: { ...global, environment: named } };
}
