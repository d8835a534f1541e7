import { z } from "zod";
import { head } from "../../json/head.js";
import { count, problem, row, seconds } from "../../json/parts.js";

export const document = z.strictObject({
  ...head("test"),
  tests: z.array(
    z.strictObject({
      name: z.string(),
      model: z.string(),
      file: z.string(),
      description: z.string().optional(),
      status: z.enum(["passed", "failed", "error"]),
      seconds,
      columns: z.array(z.string()),
      missing: z.array(row).describe("Rows expected and not found."),
      unexpected: z.array(row).describe("Rows found and not expected."),
      matched: count,
      error: problem.optional(),
    }),
  ),
  summary: z.strictObject({ passed: count, failed: count, error: count, seconds }),
});
