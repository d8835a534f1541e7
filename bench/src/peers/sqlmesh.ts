import { writeFileSync } from "node:fs";
import path from "node:path";
import type { GeneratedModel } from "../generate/layers.js";
import { qualified } from "../generate/sluice-project.js";
import { writeFiles } from "../generate/write-files.js";
import { runProcess } from "../measure/run-process.js";
import { changedSql, type Peer } from "./peer.js";
import { venv } from "./venv.js";

const environment = venv("sqlmesh", ["sqlmesh==0.236.4", "duckdb==1.5.6"]);
const database = "warehouse.duckdb";

/** SQLMesh; a build is a plan applied to its production environment. */
export const sqlmesh: Peer = {
  name: "SQLMesh 0.236.4",
  install: environment.install,
  database,
  write: (dir, models) =>
    writeFiles(dir, [
      ["config.yaml", config],
      ...models.map((model) => [modelFile(model), text(model, model.sql(qualified))] as const),
    ]),
  change: (dir, model) =>
    writeFileSync(path.join(dir, modelFile(model)), text(model, changedSql(model, qualified))),
  run: (dir, step) => {
    const args =
      step === "load" ? ["info", "--skip-connection"] : ["plan", "--auto-apply", "--no-prompts"];
    return runProcess(environment.program("sqlmesh"), args, {
      cwd: dir,
      env: { SQLMESH__DISABLE_ANONYMIZED_ANALYTICS: "true" },
    });
  },
};

function modelFile(model: GeneratedModel): string {
  return `models/${model.schema}/${model.name}.sql`;
}

function text(model: GeneratedModel, query: string): string {
  return `MODEL (name ${qualified(model)}, kind FULL);\n\n${query}\n`;
}

const config = `gateways:
  local:
    connection:
      type: duckdb
      database: ${database}
      concurrent_tasks: 2
default_gateway: local
model_defaults:
  dialect: duckdb
  start: "2024-01-01"
`;
