import { SluiceError } from "../../base/errors/sluice-error.js";
import type { IntervalOptions } from "../write.js";
import type { Model } from "../../model/model.js";
import type { Project } from "../../model/project/project.js";
import { grainOf, zoneOf } from "../../time/intervals/grain.js";
import { momentIn, parseMoment } from "../../time/intervals/moment.js";
import type { TimeCut } from "../../time/intervals/plan-intervals.js";

/** How the time of a model is cut in a run. Raises `MODEL.INVALID` for a `start` or `end` that is no date. */
export function timeCut(
  model: Pick<Model, "name" | "path">,
  kind: IntervalOptions,
  project: Pick<Project, "vars" | "now">,
): TimeCut {
  const instant = (option: "start" | "end", text: string) =>
    instantOf(text, { option, model, project, zone: zoneOf(kind) });
  const start = instant("start", kind.start);
  const end = kind.end === undefined ? undefined : instant("end", kind.end);
  if (end !== undefined && end <= start) throw invalid(model, "`end` is not after `start`");
  return {
    grain: grainOf(kind),
    start,
    end,
    now: project.now.at.getTime(),
    lookback: kind.lookback,
    allowPartials: kind.allow_partials,
  };
}

function instantOf(
  text: string,
  at: {
    readonly option: string;
    readonly model: Pick<Model, "name" | "path">;
    readonly project: Pick<Project, "vars">;
    /** Zone whose dates are meant. */
    readonly zone: string | undefined;
  },
): number {
  const variable = text.startsWith("$") ? text.slice(1) : undefined;
  const value = variable === undefined ? text : at.project.vars[variable];
  if (value instanceof Date) return value.getTime();
  try {
    if (typeof value === "string") return momentIn(parseMoment(value), at.zone);
  } catch {
    // Told below, where it stands.
  }
  const what =
    variable === undefined ? `\`${text}\`` : `the variable \`${text}\` (${JSON.stringify(value)})`;
  throw invalid(at.model, `\`${at.option}\` is ${what}, which is no date`);
}

function invalid(model: Pick<Model, "name" | "path">, problem: string): SluiceError {
  return new SluiceError({
    code: "MODEL.INVALID",
    message: `${model.name}: ${problem}.`,
    where: { file: model.path, model: model.name },
    hints: ["Write a date such as 2024-01-31, or an instant in UTC such as 2024-01-31T06:00:00Z."],
  });
}
