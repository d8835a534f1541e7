import { cpSync, existsSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { GeneratedModel } from "../generate/layers.js";
import { writeFiles } from "../generate/write-files.js";
import { runProcess } from "../measure/run-process.js";
import { changedSql, type Peer, type Step } from "./peer.js";
import { venv } from "./venv.js";

const environment = venv("dbt", ["dbt-core==1.11.16", "dbt-duckdb==1.11.1", "duckdb==1.5.6"]);
const database = "warehouse.duckdb";
const stateDir = "state";

/** dbt-core with dbt-duckdb. */
const base = {
  install: environment.install,
  database,
  write: (dir: string, models: readonly GeneratedModel[]) => writeFiles(dir, projectFiles(models)),
  change: (dir: string, model: GeneratedModel) => {
    // What `state:modified` compares with: the manifest of the last run.
    const manifest = path.join(dir, "target/manifest.json");
    if (existsSync(manifest)) cpSync(manifest, path.join(dir, stateDir, "manifest.json"));
    writeFileSync(path.join(dir, modelFile(model)), changedSql(model, ref));
  },
};

/** `dbt run` builds everything each time; after a change, `state:modified+` limits it to what the change reaches. */
export const dbt: Peer = {
  ...base,
  name: "dbt-core 1.11.16, dbt-duckdb 1.11.1",
  run: (dir, step) =>
    runProcess(environment.program("dbt"), argumentsOf(step), {
      cwd: dir,
      env: { DBT_SEND_ANONYMOUS_USAGE_STATS: "false", DBT_PROFILES_DIR: "." },
    }),
};

function argumentsOf(step: Step): readonly string[] {
  switch (step) {
    case "load":
      return ["--quiet", "parse"];
    case "one model changed":
      return ["--quiet", "run", "--select", "state:modified+", "--state", stateDir];
    default:
      return ["--quiet", "run"];
  }
}

function projectFiles(models: readonly GeneratedModel[]): readonly (readonly [string, string])[] {
  const schemas = [...new Set(models.map((model) => model.schema))];
  return [
    ["dbt_project.yml", projectFile(schemas)],
    ["profiles.yml", profiles],
    ["macros/schema.sql", schemaMacro],
    ...models.map((model) => [modelFile(model), `${model.sql(ref)}\n`] as const),
  ];
}

function modelFile(model: GeneratedModel): string {
  return `models/${model.schema}/${model.name}.sql`;
}

function ref(model: GeneratedModel): string {
  return `{{ ref('${model.name}') }}`;
}

function projectFile(schemas: readonly string[]): string {
  const folders = schemas.map((schema) => `    ${schema}:\n      +schema: ${schema}\n`);
  return `name: bench
version: "1.0"
profile: bench
models:
  bench:
    +materialized: table
${folders.join("")}`;
}

const profiles = `bench:
  target: dev
  outputs:
    dev:
      type: duckdb
      path: ${database}
      threads: 2
`;

/** Schemas as named, without the target's schema before them. */
const schemaMacro = `{% macro generate_schema_name(custom_schema_name, node) -%}
  {{ custom_schema_name or target.schema }}
{%- endmacro %}
`;
