import { z } from "zod";
import { modelDiff } from "../../json/diff-parts.js";
import { head } from "../../json/head.js";
import { count } from "../../json/parts.js";

export const document = z.strictObject({
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
