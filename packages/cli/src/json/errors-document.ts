import { z } from "zod";
import { problem } from "./parts.js";

/** Problems that keep any command from being carried out. */
export const errorsDocument = z.strictObject({
  schema: z.literal(1),
  command: z.string().nullable(),
  ok: z.literal(false),
  errors: z.array(problem).min(1),
});
