import { z } from "zod";

/** Head of every document of a command. */
export const head = <T extends string>(command: T) => ({
  schema: z.literal(1),
  command: z.literal(command),
  ok: z.boolean(),
});
