import type { Selection } from "@sluice/core";
import type { CommandContext } from "../context.js";
import { list } from "../program/read-options.js";

/** The selection of a command: its arguments and `--select`, without `--exclude`. */
export function selectionOf({ args, options }: CommandContext): Selection {
  const select = [...args, ...list(options, "select")];
  const exclude = list(options, "exclude");
  return {
    select: select.length > 0 ? select : undefined,
    exclude: exclude.length > 0 ? exclude : undefined,
  };
}
