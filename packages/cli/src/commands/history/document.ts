import { z } from "zod";
import { head } from "../../json/head.js";
import { node, runSummary } from "../../json/parts.js";

const run = z.strictObject({
  run_id: z.string(),
  command: z.string(),
  environment: z.string(),
  started_at: z.string(),
  finished_at: z.string().nullable(),
  status: z.enum(["succeeded", "failed", "cancelled", "interrupted"]),
  summary: runSummary.nullable(),
});

export const document = z.strictObject({
  ...head("history"),
  runs: z.array(run),
  nodes: z.array(node).describe("Nodes of the run asked for; empty for the list of runs."),
});
