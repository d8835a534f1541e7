import { z } from "zod";
import { head } from "../../json/head.js";
import { checkResult, count, problem } from "../../json/parts.js";

export const document = z.strictObject({
  ...head("check"),
  results: z.array(checkResult),
  missing: z.array(z.string()).describe("Selected models that are not built yet."),
  unreadable: z.array(problem).describe("Why selected sources could not be read."),
  summary: z.strictObject({
    passed: count,
    warned: count,
    failed: count,
    error: count,
    skipped: count,
  }),
});
