import { isSluiceError, toDiagnostic, type Diagnostic } from "../../base/errors/sluice-error.js";
import type { IncrementalByTimeOptions } from "../../model/kind.js";
import type { Model } from "../../model/model.js";
import type { Project } from "../../model/project/project.js";
import { zoneOf } from "../../time/intervals/grain.js";
import { defineKind, type OptionsOf } from "../kind.js";
import { hasBoundsInValues } from "./bounds-in-values.js";
import { timeCut } from "../intervals/time-cut.js";
import { timeProblems } from "./time-problems.js";
import { timeSchema } from "./time-schema.js";

export const incrementalByTime = defineKind<OptionsOf<"incremental_by_time">>({
  type: "incremental_by_time",
  relation: "incremental",
  input: "query",
  schema: timeSchema,
  offers: { names: ["start", "end"] },
  problems: timeProblems,
  faults: cutFaults,
  // The zone of a grain always decides the rows; grain and batch size do where the query takes values from its bounds.
  fingerprint: (options, { sql, lexis }) => {
    const zone = zoneOf(options);
    const cut = [options.grain ?? "day", options.batch_size ?? 0];
    const isCut = hasBoundsInValues(sql, lexis);
    return [options.time, ...(zone ? [zone.toLowerCase()] : []), ...(isCut ? [cut.join()] : [])];
  },
  write: { by: "intervals", intervals: (options) => options },
  timeColumn: ({ time }) => time,
  timeZone: zoneOf,
  isRestatable: true,
  evolving: ({ time, forward_only }) => ({
    keepsRows: forward_only === true,
    comparesRows: false,
    essential: [time],
    named: [],
  }),
});

/** Problems of `start` and `end`. */
function cutFaults(
  kind: IncrementalByTimeOptions,
  model: Model,
  project: Project,
): readonly Diagnostic[] {
  try {
    timeCut(model, kind, project);
    return [];
  } catch (error) {
    if (isSluiceError(error)) return [toDiagnostic(error)];
    throw error;
  }
}
