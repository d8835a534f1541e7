import { z } from "zod";
import { head } from "../../json/head.js";

export const document = z.strictObject({
  ...head("init"),
  dir: z.string(),
  template: z.string(),
  files: z.array(z.string()),
});
