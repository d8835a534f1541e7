import { type ColumnInfo, columnNamed } from "@sluice/sql/text";
import type { IncrementalByTimeOptions } from "../../model/kind.js";
import { isWithinDay, parseGrain } from "../../time/intervals/grain.js";
import { isTimeType } from "../../warehouse/bounds.js";
import type { Dialect } from "../../warehouse/dialect.js";
import type { OptionProblem } from "../kind.js";
import { unknownColumn } from "../unknown-column.js";

/** Problems of `time` and `grain` of a model with `incremental_by_time`. */
export function timeProblems(
  { time, grain = "day" }: IncrementalByTimeOptions,
  columns: readonly ColumnInfo[],
  dialect: Dialect,
): readonly OptionProblem[] {
  const column = columnNamed(columns, time);
  if (!column) return [unknownColumn(columns, time, "time")];
  if (!isTimeType(column.type, dialect)) {
    return [
      {
        message: `\`${time}\`, its \`time\`, is ${column.type}.`,
        hints: ["Give a date, a timestamp, or an integer of seconds since 1970."],
      },
    ];
  }
  if (dialect.parseType(column.type).kind === "date" && isWithinDay(parseGrain(grain))) {
    return [
      {
        message: `its grain is ${grain}, but \`${time}\` is ${column.type} and knows only days.`,
        hints: ["Take a timestamp, or a grain of a day or more."],
      },
    ];
  }
  return [];
}
