import type { RelationRef } from "../adapter/dialect.js";
import { PRODUCTION, SYSTEM_SCHEMA } from "../load/names.js";
import type { Model } from "../model/model.js";

/** The view readers of an environment query: `schema.name` in `prod`, `schema__env.name` elsewhere. */
export function viewRef(model: Pick<Model, "schema" | "table">, environment: string): RelationRef {
  const schema = environment === PRODUCTION ? model.schema : `${model.schema}__${environment}`;
  return { schema, name: model.table };
}

/** A relation in the system schema that holds one version of a model. */
export function physicalRef(physical: string): RelationRef {
  return { schema: SYSTEM_SCHEMA, name: physical };
}
