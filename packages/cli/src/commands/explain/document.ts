import { z } from "zod";
import { head } from "../../json/head.js";

export const document = z.strictObject({
  ...head("explain"),
  codes: z.array(z.strictObject({ code: z.string(), meaning: z.string(), next: z.string() })),
});
