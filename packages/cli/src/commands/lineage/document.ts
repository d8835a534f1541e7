import { z } from "zod";
import { head } from "../../json/head.js";

const columnRef = z.strictObject({ model: z.string(), column: z.string() });

export const document = z.strictObject({
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
