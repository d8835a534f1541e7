import { z } from "zod";
import { modelDiff } from "./diff-parts.js";
import { cleanShape, envShape, rollbackShape } from "./housekeeping-parts.js";
import { head } from "./head.js";
import { checkResult, count, node, problem, row, runSummary, seconds } from "./parts.js";
import {
  applyDocument,
  backfillDocument,
  buildDocument,
  planDocument,
  restateDocument,
  scheduledRunDocument,
} from "./run-documents.js";

/**
 * The documents that `--json` prints: the stable machine interface. Unknown facts are null, so every key is always
 * there. `schema` is raised only by a change that breaks a reader.
 */

const errorsDocument = z.strictObject({
  schema: z.literal(1),
  command: z.string().nullable(),
  ok: z.literal(false),
  errors: z.array(problem).min(1),
});

const validateDocument = z.strictObject({
  ...head("validate"),
  models: count,
  errors: z.array(problem),
  warnings: z.array(problem),
});

const checkDocument = z.strictObject({
  ...head("check"),
  results: z.array(checkResult),
  missing: z.array(z.string()).describe("Selected models that are not built yet."),
  summary: z.strictObject({
    passed: count,
    warned: count,
    failed: count,
    error: count,
    skipped: count,
  }),
});

const testDocument = z.strictObject({
  ...head("test"),
  tests: z.array(
    z.strictObject({
      name: z.string(),
      model: z.string(),
      file: z.string(),
      status: z.enum(["passed", "failed", "error"]),
      seconds,
      columns: z.array(z.string()),
      missing: z.array(row).describe("Rows expected and not found."),
      unexpected: z.array(row).describe("Rows found and not expected."),
      matched: count,
      error: problem.optional(),
    }),
  ),
  summary: z.strictObject({ passed: count, failed: count, error: count, seconds }),
});

const listedColumn = z.strictObject({
  name: z.string(),
  type: z.string().nullable(),
  nullable: z.boolean(),
  description: z.string().nullable(),
});

const listedCheck = z.strictObject({
  name: z.string(),
  type: z.string(),
  column: z.string().nullable(),
  severity: z.enum(["error", "warn"]).nullable(),
});

const listedModel = z.strictObject({
  name: z.string(),
  kind: z.string(),
  path: z.string(),
  description: z.string().nullable(),
  tags: z.array(z.string()),
  columns: z.array(listedColumn),
  depends_on: z.array(z.string()),
  checks: z.array(listedCheck),
});
export type ListedModelDocument = z.infer<typeof listedModel>;

const listedSource = z.strictObject({
  name: z.string(),
  path: z.string(),
  description: z.string().nullable(),
  tags: z.array(z.string()),
  columns: z.array(listedColumn),
  checks: z.array(listedCheck),
});
export type ListedSourceDocument = z.infer<typeof listedSource>;

const lsDocument = z.strictObject({
  ...head("ls"),
  models: z.array(listedModel),
  seeds: z.array(listedModel),
  sources: z.array(listedSource),
  exposures: z.array(z.never()),
});

const showDocument = z.strictObject({
  ...head("show"),
  columns: z.array(z.strictObject({ name: z.string(), type: z.string() })),
  rows: z.array(row),
  truncated: z.boolean().describe("There are more rows than `--limit` let through."),
});

const renderDocument = z.strictObject({
  ...head("render"),
  model: z.string(),
  names: z.enum(["plain", "physical"]),
  sql: z.string(),
});

const diffDocument = z.strictObject({
  ...head("diff"),
  a: z.string(),
  b: z.string(),
  different: z.boolean(),
  models: z.array(modelDiff),
  missing: z.array(z.string()).describe("Selected models that neither environment has."),
  summary: z.strictObject({
    shared: count,
    identical: count,
    same_columns: count,
    different: count,
    only_a: count,
    only_b: count,
    error: count,
  }),
});

const columnRef = z.strictObject({ model: z.string(), column: z.string() });

const lineageDocument = z.strictObject({
  ...head("lineage"),
  model: z.string(),
  column: z.string().nullable(),
  nodes: z.array(
    z.strictObject({
      name: z.string(),
      kind: z.string(),
      distance: z.int().describe("Negative upstream, positive downstream."),
    }),
  ),
  edges: z.array(z.strictObject({ from: z.string(), to: z.string() })),
  columns: z
    .array(z.strictObject({ from: columnRef, to: columnRef, certain: z.boolean() }))
    .describe("Edges between columns; empty for the lineage of a model."),
});

const run = z.strictObject({
  run_id: z.string(),
  command: z.string(),
  environment: z.string(),
  started_at: z.string(),
  finished_at: z.string().nullable(),
  status: z.enum(["succeeded", "failed", "cancelled", "interrupted"]),
  summary: runSummary.nullable(),
});

const historyDocument = z.strictObject({
  ...head("history"),
  runs: z.array(run),
  nodes: z.array(node).describe("Nodes of the run asked for; empty for the list of runs."),
});

const doctorDocument = z.strictObject({
  ...head("doctor"),
  findings: z.array(
    z.strictObject({
      check: z.string(),
      status: z.enum(["ok", "warning", "error"]),
      detail: z.string(),
      hint: z.string().nullable(),
    }),
  ),
});

const rollbackDocument = z.strictObject({ ...head("rollback"), ...rollbackShape });
const cleanDocument = z.strictObject({ ...head("clean"), ...cleanShape });
const envDocument = z.strictObject({ ...head("env"), ...envShape });

const typesDocument = z.strictObject({
  ...head("types"),
  file: z.string().nullable(),
  changed: z.boolean(),
});

const explainDocument = z.strictObject({
  ...head("explain"),
  codes: z.array(z.strictObject({ code: z.string(), meaning: z.string(), next: z.string() })),
});

const initDocument = z.strictObject({
  ...head("init"),
  dir: z.string(),
  template: z.string(),
  files: z.array(z.string()),
});

const exportDocument = z.strictObject({
  ...head("export"),
  format: z.string(),
  environment: z.string(),
  files: z.array(
    z.strictObject({
      name: z.string(),
      path: z.string().nullable().describe("Where it was written; null without `--output`."),
      content: z.string(),
    }),
  ),
});

const backupDocument = z.strictObject({
  ...head("backup"),
  file: z.string().describe("Absolute path."),
  manifest: z.string().describe("Absolute path of the manifest beside it."),
  project: z.string(),
  target: z.string(),
  engine: z.string(),
  state: z.int().nullable().describe("Layout of the state in it."),
  created: z.string(),
  bytes: count,
  sha256: z.string(),
  relations: z.array(
    z.strictObject({
      schema: z.string(),
      name: z.string(),
      type: z.enum(["table", "view"]),
      rows: count.nullable().describe("Of tables."),
    }),
  ),
});

const restoreDocument = z.strictObject({
  ...head("restore"),
  from: z.string().describe("Absolute path."),
  verified: z.boolean().describe("It was compared with its manifest."),
  kept: z.string().nullable().describe("Where the warehouse before is kept."),
});

/** Every document by the name of its file in `schemas/`. */
export const documents = {
  errors: errorsDocument,
  build: buildDocument,
  plan: planDocument,
  apply: applyDocument,
  backfill: backfillDocument,
  run: scheduledRunDocument,
  restate: restateDocument,
  validate: validateDocument,
  check: checkDocument,
  test: testDocument,
  ls: lsDocument,
  show: showDocument,
  render: renderDocument,
  lineage: lineageDocument,
  diff: diffDocument,
  history: historyDocument,
  env: envDocument,
  rollback: rollbackDocument,
  clean: cleanDocument,
  doctor: doctorDocument,
  types: typesDocument,
  explain: explainDocument,
  init: initDocument,
  backup: backupDocument,
  restore: restoreDocument,
  export: exportDocument,
} as const;

/** Content of each document by its name. */
export type Documents = { [K in keyof typeof documents]: z.infer<(typeof documents)[K]> };
