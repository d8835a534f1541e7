import { z } from "zod";
import { head } from "../../json/head.js";
import { planShape, applied } from "../../json/plan-parts.js";

export const document = z.strictObject({
  ...head("plan"),
  ...planShape,
  file: z.string().nullable().describe("Where `--output` saved it."),
  ...applied,
});
