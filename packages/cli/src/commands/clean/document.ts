import { z } from "zod";
import { count } from "../../json/parts.js";
import { head } from "../../json/head.js";

const removed = z.strictObject({
  kind: z.enum([
    "environment",
    "version",
    "orphan",
    "leftover",
    "state copy",
    "records",
    "history",
  ]),
  name: z.string(),
  model: z.string().nullable(),
  reason: z.string(),
  relations: z.array(z.string()).describe("Tables and views, as `schema.name`."),
  schemas: z
    .array(z.string())
    .describe("Schemas that are dropped because nothing is left in them."),
  runs: count.describe("Runs that are forgotten."),
});

const space = z.strictObject({
  bytes: count,
  unused: count.describe("Bytes of them that hold nothing."),
});

export type RemovedDocument = z.infer<typeof removed>;

export const document = z.strictObject({
  ...head("clean"),
  dry_run: z.boolean(),
  items: z.array(removed),
  compacted: z
    .strictObject({ before: space, after: space })
    .nullable()
    .describe("Null without `--compact`; with `--dry-run` both are as it is now."),
});
