import { z } from "zod";
import { head } from "./head.js";
import { checkResult, count, problem, row, seconds } from "./parts.js";

/** Documents of the commands that look for what is wrong. */

export const validateDocument = z.strictObject({
  ...head("validate"),
  models: count,
  errors: z.array(problem),
  warnings: z.array(problem),
});

export const checkDocument = z.strictObject({
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

export const testDocument = z.strictObject({
  ...head("test"),
  tests: z.array(
    z.strictObject({
      name: z.string(),
      model: z.string(),
      file: z.string(),
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

export const doctorDocument = z.strictObject({
  ...head("doctor"),
  findings: z.array(
    z.strictObject({
      check: z.string(),
      status: z.enum(["ok", "warning", "error"]),
      detail: z.string(),
      hint: z.string().nullable(),
    }),
  ),
});
