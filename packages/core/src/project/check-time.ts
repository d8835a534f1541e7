import { type ColumnInfo, columnNamed } from "@sluice/sql/text";
import { intervalsOf } from "../kinds/all-kinds.js";
import type { IntervalOptions } from "../kinds/write.js";
import { boundSql } from "../warehouse/bounds.js";
import { grainOf, grainStart, shiftGrains } from "../time/intervals/grain.js";
import type { Model, Source } from "../model/model.js";
import type { Project } from "../model/project/project.js";
import type { CheckTime } from "../model/check/check.js";

/** Name of the column that a relation is filled by; undefined for one that is not filled by time. */
export function timeColumnOf(target: Model | Source): string | undefined {
  return timeOf(target)?.time;
}

/** The time of a relation that is filled by it, as its checks see it at the run's `$now`. */
export function checkTime(
  target: Model | Source,
  columns: readonly ColumnInfo[],
  project: Project,
): CheckTime | undefined {
  const intervals = timeOf(target);
  const column = intervals && columnNamed(columns, intervals.time);
  if (!column) return undefined;
  const { dialect } = project.target.engine;
  const grain = grainOf(intervals);
  const { zone } = grain;
  const isDate = dialect.parseType(column.type).kind === "date";
  const now = project.now.at.getTime();
  return {
    column: column.name,
    since: (last) => {
      const at =
        "grains" in last ? shiftGrains(grain, grainStart(grain, now), -last.grains) : now - last.ms;
      // Of dates, the whole day in which the window begins.
      const from = isDate ? grainStart({ unit: "day", every: 1, zone }, at) : at;
      return boundSql(from, { type: column.type, zone }, dialect);
    },
  };
}

function timeOf(target: Model | Source): IntervalOptions | undefined {
  return "kind" in target ? intervalsOf(target.kind) : undefined;
}
