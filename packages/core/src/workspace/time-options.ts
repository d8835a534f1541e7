import { SluiceError } from "../errors/sluice-error.js";
import type { IntervalSet } from "../intervals/interval-set.js";
import { parseNow } from "../load/now.js";
import type { TimeRange } from "../plan/plan.js";
import type { TimeOptions } from "../plan/plan-update.js";
import { always, restatedTime } from "../plan/restate.js";
import type { Graph } from "../resolve/graph.js";
import type { BuildOptions } from "./options.js";

/** The time options of a build; `roots` are the models its selection names. Raises `CLI.USAGE` for a range that is none. */
export function timeOptions(
  graph: Graph,
  { window, restate }: Pick<BuildOptions, "window" | "restate">,
  roots: readonly string[],
): TimeOptions {
  return {
    ...(window && { window: range(window) }),
    ...(restate && { restate: restatedTime(graph, new Set(roots), range(restate)) }),
  };
}

function range({ start, end }: TimeRange): IntervalSet {
  const [all] = always;
  const from = start === undefined ? (all?.start ?? 0) : instant(start, "--start");
  const to = end === undefined ? (all?.end ?? 0) : instant(end, "--end");
  if (from < to) return [{ start: from, end: to }];
  throw new SluiceError({
    code: "CLI.USAGE",
    message: `The range from ${start ?? ""} to ${end ?? ""} is empty.`,
    hints: ["Give an end after the start; the end itself is no part of the range."],
  });
}

function instant(text: string, option: string): number {
  return parseNow(text, option).at.getTime();
}
