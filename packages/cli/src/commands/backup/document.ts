import { z } from "zod";
import { head } from "../../json/head.js";
import { count } from "../../json/parts.js";

export const document = z.strictObject({
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
