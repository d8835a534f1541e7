import type { GeneratedModel } from "./layers.js";
import { qualified } from "./sluice-project.js";

/** Schema of the physical tables in the bare warehouse. */
export const physicalSchema = "physical";

/**
 * The same models as plain statements in graph order: every table as create-as-select into one schema and a view
 * that shows it under its name; models that are views as views alone.
 */
export function bareStatements(models: readonly GeneratedModel[]): readonly string[] {
  const schemas = [...new Set(models.map((model) => model.schema)), physicalSchema];
  const tables = models.map((model) => {
    const select = model.sql(physical);
    const create = model.kind === "view" ? "view" : "table";
    return `create ${create} ${physical(model)} as ${select}`;
  });
  const views = models.map(
    (model) => `create or replace view ${qualified(model)} as select * from ${physical(model)}`,
  );
  return [...schemas.map((schema) => `create schema if not exists ${schema}`), ...tables, ...views];
}

function physical(model: GeneratedModel): string {
  return `${physicalSchema}.${model.schema}__${model.name}`;
}
