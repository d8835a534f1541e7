import { z } from "zod";
import { head } from "../../json/head.js";

export const document = z.strictObject({
  ...head("types"),
  file: z.string().nullable(),
  changed: z.boolean(),
});
