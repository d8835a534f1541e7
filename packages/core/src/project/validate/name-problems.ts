import { isInlined } from "../../kinds/all-kinds.js";
import { diagnostic, type Diagnostic } from "../../base/errors/sluice-error.js";
import type { Model } from "../../model/model.js";
import { shownSchema } from "../../model/project/environment-schema.js";
import type { Project } from "../../model/project/project.js";

/** Names of a model's view that the engine of the target does not take. */
export function nameProblems(model: Model, project: Project): readonly Diagnostic[] {
  if (isInlined(model.kind)) return [];
  return [...reservedSchema(model, project), ...longNames(model, project)];
}

function reservedSchema(model: Model, project: Project): readonly Diagnostic[] {
  const { engine, reservedSchemas = [] } = project.target.engine;
  const shown = shownSchema(model.schema, project);
  const found = [model.schema, shown].find((name) => reservedSchemas.includes(name.toLowerCase()));
  if (found === undefined) return [];
  return [
    diagnostic({
      code: "MODEL.NAME_INVALID",
      message: `\`${model.name}\` cannot be the name of a model: \`${found}\` is the name of a database of ${engine}, which would take one for the other.`,
      where: { file: model.path, model: model.name },
      hints: ["Give the model another schema: rename its folder, or give `schema`."],
    }),
  ];
}

function longNames(model: Model, project: Project): readonly Diagnostic[] {
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
