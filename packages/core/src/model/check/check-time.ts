import { type ColumnInfo, columnNamed } from "@sluice/sql/text";
import { boundSql } from "../../warehouse/bounds.js";
import { grainOf, grainStart, shiftGrains } from "../../time/intervals/grain.js";
import type { Model, Source } from "../model.js";
import type { Project } from "../project/project.js";
import type { CheckTime } from "./check.js";

/** Name of the column that a relation is filled by; undefined for one that is not filled by time. */
export function timeColumnOf(target: Model | Source): string | undefined {
  const isTimed = "kind" in target && target.kind.type === "incremental_by_time";
  return isTimed ? target.kind.time : undefined;
}

/** The time of a relation that is filled by it, as its checks see it at the run's `$now`. */
export function checkTime(
  target: Model | Source,
  columns: readonly ColumnInfo[],
  project: Project,
): CheckTime | undefined {
  if (!("kind" in target) || target.kind.type !== "incremental_by_time") return undefined;
  const column = columnNamed(columns, target.kind.time);
  if (!column) return undefined;
  const { dialect } = project.target.engine;
  const grain = grainOf(target.kind);
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
