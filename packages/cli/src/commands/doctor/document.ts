import { z } from "zod";
import { head } from "../../json/head.js";

export const document = z.strictObject({
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
