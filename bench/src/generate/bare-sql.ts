import type { GeneratedModel } from "./layers.js";
import { qualified } from "./sluice-project.js";

/** Schema of the physical tables in the bare warehouse. */
const physicalSchema = "physical";

/**
 * The same models as plain statements in graph order: every table as create-as-select into one schema and a view
 * that shows it under its name; models that are views likewise.
 */
export function bareStatements(models: readonly GeneratedModel[]): readonly string[] {
  const schemas = [...new Set(models.map((model) => model.schema)), physicalSchema];
  const relations = models.map(
    (model) => `create ${model.kind} ${physical(model)} as ${model.sql(physical)}`,
  );
  const views = models.map(
    (model) => `create or replace view ${qualified(model)} as select * from ${physical(model)}`,
  );
  return [...schemas.map((schema) => `create schema ${schema}`), ...relations, ...views];
}

/** What binding every model costs the engine alone: the same selects as empty tables. */
export function bareBindStatements(models: readonly GeneratedModel[]): readonly string[] {
  return [
    `create schema ${physicalSchema}`,
    ...models.map(
      (model) => `create table ${physical(model)} as ${model.sql(physical)} with no data`,
    ),
  ];
}

function physical(model: GeneratedModel): string {
  return `${physicalSchema}.${model.schema}__${model.name}`;
}
