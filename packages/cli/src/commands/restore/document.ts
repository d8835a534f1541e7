import { z } from "zod";
import { head } from "../../json/head.js";

export const document = z.strictObject({
  ...head("restore"),
  from: z.string().describe("Absolute path."),
  verified: z.boolean().describe("It was compared with its manifest."),
  kept: z.string().nullable().describe("Where the warehouse before is kept."),
});
