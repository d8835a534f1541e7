import { type ColumnInfo, columnNamed } from "@sluice/sql/text";
import type { Dialect } from "../../warehouse/dialect.js";
import {
  diagnostic,
  isSluiceError,
  toDiagnostic,
  type Diagnostic,
} from "../../base/errors/sluice-error.js";
import { isWithinDay, parseGrain } from "../../time/intervals/grain.js";
import { isTimeType } from "../../warehouse/bounds.js";
import { timeCut } from "../../kinds/incremental-by-time/time-cut.js";
import { appendProblems, keyProblems, type OptionProblem } from "../../kinds/keyed/key-problems.js";
import { placeInDefinition } from "../load/definition-places.js";
import { placeOfKey } from "../load/key-place.js";
import type { IncrementalByTimeOptions } from "../../model/kind.js";
import type { Model } from "../../model/model.js";
import type { Project } from "../../model/project/project.js";
import { suggest } from "../../base/suggest.js";
import { snapshotProblems } from "../../kinds/snapshot/snapshot-problems.js";

/** What is wrong with the options of a model's kind, now that its columns are known. */
export function kindProblems(
  model: Model,
  columns: readonly ColumnInfo[],
  project: Project,
): readonly Diagnostic[] {
  const { kind } = model;
  const { dialect } = project.target.engine;
  switch (kind.type) {
    case "incremental_by_time":
      return [
        ...told(timeProblems(kind, columns, dialect), model),
        ...cutProblems(model, kind, project),
      ];
    case "incremental_by_key":
      return told(keyProblems(columns, kind, dialect), model);
    case "append":
      return told(appendProblems(columns, kind, dialect), model);
    case "snapshot": {
      const problems = snapshotProblems(columns, kind, dialect);
      return told(
        problems.map((message) => ({ message: `${message}.`, hints: [] })),
        model,
      );
    }
    default:
      return [];
  }
}

function told(problems: readonly OptionProblem[], model: Model): readonly Diagnostic[] {
  const { name, path, source } = model;
  const where = /\.m?ts$/.test(path)
    ? placeInDefinition(model, ["kind"])
    : { ...placeOfKey({ path: ["kind"] }, source), model: name };
  return problems.map(({ message, hints }) =>
    diagnostic({ code: "MODEL.INVALID", message: `${model.name}: ${message}`, where, hints }),
  );
}

function timeProblems(
  { time, grain = "day" }: IncrementalByTimeOptions,
  columns: readonly ColumnInfo[],
  dialect: Dialect,
): readonly OptionProblem[] {
  const column = columnNamed(columns, time);
  const names = columns.map(({ name }) => name);
  if (!column) {
    const near = suggest(time, names);
    const hint =
      near[0] === undefined ? `It gives: ${names.join(", ")}.` : `Did you mean \`${near[0]}\`?`;
    return [{ message: `the query gives no column \`${time}\`, its \`time\`.`, hints: [hint] }];
  }
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

function cutProblems(
  model: Model,
  kind: IncrementalByTimeOptions,
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
