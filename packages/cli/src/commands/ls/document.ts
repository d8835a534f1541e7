import { z } from "zod";
import { head } from "../../json/head.js";

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

export const document = z.strictObject({
  ...head("ls"),
  models: z.array(listedModel),
  seeds: z.array(listedModel),
  sources: z.array(listedSource),
  exposures: z.array(z.never()),
});
