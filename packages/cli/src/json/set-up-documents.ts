import { z } from "zod";
import { head } from "./head.js";
import { count } from "./parts.js";

/** Documents of the commands that make or write files. */

export const initDocument = z.strictObject({
  ...head("init"),
  dir: z.string(),
  template: z.string(),
  files: z.array(z.string()),
});

export const typesDocument = z.strictObject({
  ...head("types"),
  file: z.string().nullable(),
  changed: z.boolean(),
});

export const explainDocument = z.strictObject({
  ...head("explain"),
  codes: z.array(z.strictObject({ code: z.string(), meaning: z.string(), next: z.string() })),
});

export const exportDocument = z.strictObject({
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

export const backupDocument = z.strictObject({
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

export const restoreDocument = z.strictObject({
  ...head("restore"),
  from: z.string().describe("Absolute path."),
  verified: z.boolean().describe("It was compared with its manifest."),
  kept: z.string().nullable().describe("Where the warehouse before is kept."),
});
