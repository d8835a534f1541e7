import type { GeneratedModel } from "./layers.js";
import { writeFiles } from "./write-files.js";

/** Name of the warehouse file in a generated project. */
export const databaseFile = "warehouse.duckdb";

/** A generated project: its models, and further files by path. */
export interface SluiceProject {
  readonly models: readonly GeneratedModel[];
  /** Argument of `duckdb()`, as code. @default the warehouse file's path alone */
  readonly target?: string | undefined;
  readonly files?: Iterable<readonly [string, string]> | undefined;
}

/** Path of a generated model in its project. */
export function modelFile(model: GeneratedModel): string {
  return `models/${model.schema}/${model.name}.sql`;
}

/** The text of a generated model's file. */
export function modelText(model: GeneratedModel): string {
  return `${model.sql(qualified)}\n`;
}

/** The name readers use. */
export function qualified(model: GeneratedModel): string {
  return `${model.schema}.${model.name}`;
}

/** Writes a project into `dir`, which is emptied first. All models of a schema are of one kind. */
export function writeSluiceProject(dir: string, project: SluiceProject): void {
  const { models, target = `{ path: "${databaseFile}" }`, files = [] } = project;
  writeFiles(dir, [
    ["sluice.config.ts", config(models, target)],
    ...models.map((model): [string, string] => [modelFile(model), modelText(model)]),
    ...files,
  ]);
}

function config(models: readonly GeneratedModel[], target: string): string {
  const kinds = new Map(models.map((model) => [model.schema, model.kind]));
  const folders = [...kinds].map(([schema, kind]) => `    ${schema}: { kind: "${kind}" },\n`);
  return `import { duckdb } from "@sluice/adapter-duckdb";
import { defineProject } from "@sluice/core";

export default defineProject({
  name: "bench",
  targets: { dev: duckdb(${target}) },
  models: {
${folders.join("")}  },
});
`;
}
