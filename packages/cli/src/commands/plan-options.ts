import type { PlanOptions, TimeRange } from "@sluice/core";
import type { CommandContext } from "../context.js";
import { flag, text } from "../program/read-options.js";
import { selectionOf } from "./selection.js";

/** The options of a command line that a plan is made with: its selection, `--force`, `--rebuild`, `--forward-only`, and `--start` and `--end` as a window. */
export function planOptionsOf(context: CommandContext): PlanOptions {
  const { options } = context;
  const window = rangeOf(context);
  return {
    ...selectionOf(context),
    ...(flag(options, "force") && { force: true }),
    ...((flag(options, "rebuild") || flag(options, "fullRefresh")) && { rebuild: true }),
    ...(flag(options, "forwardOnly") && { forwardOnly: true }),
    ...(window && { window }),
  };
}

/** What is computed again: `--start` and `--end`, and `--shared`. */
export function restatementOf(context: CommandContext): Pick<PlanOptions, "restate" | "shared"> {
  const shared = flag(context.options, "shared");
  return { restate: rangeOf(context) ?? {}, ...(shared && { shared }) };
}

/** `--start` and `--end`; undefined where neither is given. */
export function rangeOf({ options }: CommandContext): TimeRange | undefined {
  const start = text(options, "start");
  const end = text(options, "end");
  if (start === undefined && end === undefined) return undefined;
  return { ...(start !== undefined && { start }), ...(end !== undefined && { end }) };
}
