import { z } from "zod";
import { head } from "../../json/head.js";
import { count, problem } from "../../json/parts.js";

export const document = z.strictObject({
  ...head("validate"),
  models: count,
  errors: z.array(problem),
  warnings: z.array(problem),
});
