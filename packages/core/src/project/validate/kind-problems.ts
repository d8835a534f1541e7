import type { ColumnInfo } from "@sluice/sql/text";
import { diagnostic, type Diagnostic } from "../../base/errors/sluice-error.js";
import { kindOf } from "../../kinds/all-kinds.js";
import type { OptionProblem } from "../../kinds/kind.js";
import type { Model } from "../../model/model.js";
import type { Project } from "../../model/project/project.js";
import { placeInDefinition } from "../load/definition-places.js";
import { placeOfKey } from "../load/key-place.js";

/** Problems of the options of a model's kind, now that the columns of its query are known. */
export function kindProblems(
  model: Model,
  columns: readonly ColumnInfo[],
  project: Project,
): readonly Diagnostic[] {
  const kind = kindOf(model.kind);
  return [
    ...diagnosticsOf(kind.problems(model.kind, columns, project.target.engine.dialect), model),
    ...kind.faults(model.kind, model, project),
  ];
}

function diagnosticsOf(problems: readonly OptionProblem[], model: Model): readonly Diagnostic[] {
  const { name, path, source } = model;
  const where = /\.m?ts$/.test(path)
    ? placeInDefinition(model, ["kind"])
    : { ...placeOfKey({ path: ["kind"] }, source), model: name };
  return problems.map(({ message, hints }) =>
    diagnostic({ code: "MODEL.INVALID", message: `${model.name}: ${message}`, where, hints }),
  );
}
