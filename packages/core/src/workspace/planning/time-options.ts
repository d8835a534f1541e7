import { SluiceError } from "../../base/errors/sluice-error.js";
import { askedIn, parseMoment, type AskedTime } from "../../time/intervals/moment.js";
import type { TimeRange } from "../../plan/plan.js";
import type { TimeOptions } from "../../plan/plan-update.js";
import { restatedTime } from "../../plan/restate.js";
import type { Graph } from "../../project/resolve/graph.js";
import type { BuildOptions } from "../../session/options.js";

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

function range({ start, end }: TimeRange): AskedTime {
  const asked = {
    start: start === undefined ? undefined : parseMoment(start, "--start"),
    end: end === undefined ? undefined : parseMoment(end, "--end"),
  };
  if (askedIn(asked, undefined).length > 0) return asked;
  throw new SluiceError({
    code: "CLI.USAGE",
    message: `The range from ${start ?? ""} to ${end ?? ""} is empty.`,
    hints: ["Give an end after the start; the end itself is no part of the range."],
  });
}
