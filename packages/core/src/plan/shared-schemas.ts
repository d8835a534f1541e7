import { isInlined } from "../kinds/all-kinds.js";
import { diagnostic, raiseErrors, type Diagnostic } from "../base/errors/sluice-error.js";
import { PRODUCTION, schemaOwner } from "../model/names.js";
import { shownSchema } from "../model/project/environment-schema.js";
import type { Project } from "../model/project/project.js";
import type { StateSnapshot } from "../state/state-store.js";

/** A schema as one environment shows it. */
interface SchemaOwner {
  readonly schema: string;
  readonly environment: string;
}

/**
 * Raises `CONFIG.SHARED_SCHEMA` where the project's environment would show its models in a schema that is not its own:
 * of production, of another environment, of Sluice or of the engine.
 */
export function refuseSharedSchemas(
  project: Project,
  { ownViews }: Pick<StateSnapshot, "ownViews">,
): void {
  const { environment } = project;
  const schemas = new Map<string, string>();
  for (const { schema, kind } of project.models.values())
    if (!isInlined(kind)) schemas.set(schema.toLowerCase(), schema);
  const taken = new Map<string, SchemaOwner>();
  for (const { environment: other, model, schema } of ownViews.values())
    if (other !== environment)
      taken.set(schema.toLowerCase(), { schema: schemaOf(model), environment: other });
  if (environment !== PRODUCTION)
    for (const [lower, schema] of schemas) taken.set(lower, { schema, environment: PRODUCTION });
  const found = [...schemas.values()].flatMap((schema): readonly Diagnostic[] => {
    const place = shownSchema(schema, project);
    const other = taken.get(place.toLowerCase());
    if (other) return [shared(place, [{ schema, environment }, other])];
    const owner = schemaOwner(place);
    return owner === undefined ? [] : [reserved(place, { schema, environment }, owner)];
  });
  raiseErrors(found);
}

/** The schema of a model by its full name. */
function schemaOf(model: string): string {
  return model.slice(0, model.lastIndexOf("."));
}

function shared(place: string, [own, other]: readonly [SchemaOwner, SchemaOwner]): Diagnostic {
  return diagnostic({
    code: "CONFIG.SHARED_SCHEMA",
    message: `The schema \`${place}\` would be two things: \`${own.schema}\` in the environment \`${own.environment}\`, and \`${other.schema}\` in \`${other.environment}\`.`,
    why: "Views of one would replace those of the other.",
    hints: [
      "Choose an `environmentSchema` in the configuration that keeps them apart, such as {schema}__{env}, or another name for the environment or the schema.",
    ],
  });
}

function reserved(place: string, { schema, environment }: SchemaOwner, owner: string): Diagnostic {
  return diagnostic({
    code: "CONFIG.SHARED_SCHEMA",
    message: `\`${schema}\` would be the schema \`${place}\` in the environment \`${environment}\`: ${owner}.`,
    hints: ["Choose another `environmentSchema` in the configuration."],
  });
}
