import { z } from "zod";
import { problem } from "./parts.js";

/** What keeps a command from being carried out, whatever the command. */
export const errorsDocument = z.strictObject({
  schema: z.literal(1),
  command: z.string().nullable(),
  ok: z.literal(false),
  errors: z.array(problem).min(1),
});
