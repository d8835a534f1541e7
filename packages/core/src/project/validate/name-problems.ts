import { isInlined } from "../../kinds/all-kinds.js";
import { diagnostic, type Diagnostic } from "../../base/errors/sluice-error.js";
import type { Model } from "../../model/model.js";
import { shownSchema } from "../../model/project/environment-schema.js";
import type { Project } from "../../model/project/project.js";

/** Names of a model's view that are longer than the engine of the target allows. */
export function nameProblems(model: Model, project: Project): readonly Diagnostic[] {
  if (isInlined(model.kind)) return [];
  const { capabilities, engine } = project.target.engine;
  const { maxIdentifier } = capabilities;
  const names = {
    name: model.table,
    schema: shownSchema(model.schema, project),
  };
  return Object.entries(names).flatMap(([part, name]) => {
    const { length } = Array.from(name);
    if (length <= maxIdentifier) return [];
    return diagnostic({
      code: "CAPABILITY.UNSUPPORTED",
      message: `${model.name}: its ${part} in the environment ${project.environment}, \`${name}\`, has ${String(length)} characters; ${engine} takes ${String(maxIdentifier)}.`,
      where: { file: model.path, model: model.name },
      hints: [
        part === "name"
          ? "Give it a shorter `name`."
          : "Give the schema or the environment a shorter name.",
      ],
    });
  });
}
