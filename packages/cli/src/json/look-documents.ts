import { z } from "zod";
import { modelDiff } from "./diff-parts.js";
import { head } from "./head.js";
import { count, node, row, runSummary } from "./parts.js";

/** Documents of the commands that show what there is. */

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

export const lsDocument = z.strictObject({
  ...head("ls"),
  models: z.array(listedModel),
  seeds: z.array(listedModel),
  sources: z.array(listedSource),
  exposures: z.array(z.never()),
});

export const showDocument = z.strictObject({
  ...head("show"),
  columns: z.array(z.strictObject({ name: z.string(), type: z.string() })),
  rows: z.array(row),
  truncated: z.boolean().describe("There are more rows than `--limit` let through."),
});

export const renderDocument = z.strictObject({
  ...head("render"),
  model: z.string(),
  names: z.enum(["plain", "physical"]),
  sql: z.string(),
});

const columnRef = z.strictObject({ model: z.string(), column: z.string() });

export const lineageDocument = z.strictObject({
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

export const diffDocument = z.strictObject({
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

const run = z.strictObject({
  run_id: z.string(),
  command: z.string(),
  environment: z.string(),
  started_at: z.string(),
  finished_at: z.string().nullable(),
  status: z.enum(["succeeded", "failed", "cancelled", "interrupted"]),
  summary: runSummary.nullable(),
});

export const historyDocument = z.strictObject({
  ...head("history"),
  runs: z.array(run),
  nodes: z.array(node).describe("Nodes of the run asked for; empty for the list of runs."),
});
