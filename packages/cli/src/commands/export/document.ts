import { z } from "zod";
import { head } from "../../json/head.js";

export const document = z.strictObject({
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
