import type { RelationRef } from "../warehouse/dialect.js";
import { SYSTEM_SCHEMA } from "../model/names.js";
import type { Model } from "../model/model.js";
import { shownSchema } from "../model/project/environment-schema.js";
import type { Project } from "../model/project/project.js";

/** The view that readers of the project's environment query, as the configuration has it now. */
export function viewRef(
  model: Pick<Model, "schema" | "table">,
  project: Pick<Project, "environment" | "environmentSchema">,
): RelationRef {
  return { schema: shownSchema(model.schema, project), name: model.table };
}

/** The same of a model that the project may no longer have, by its full name. */
export function namedViewRef(
  model: string,
  project: Pick<Project, "environment" | "environmentSchema">,
): RelationRef {
  const dot = model.lastIndexOf(".");
  return viewRef({ schema: model.slice(0, dot), table: model.slice(dot + 1) }, project);
}

/** `schema.name` in lower case, as names compare. */
export function relationKey(schema: string, name: string): string {
  return `${schema}.${name}`.toLowerCase();
}

/** A relation in the system schema that holds one version of a model. */
export function physicalRef(physical: string): RelationRef {
  return { schema: SYSTEM_SCHEMA, name: physical };
}
