import { z } from "zod";
import { head } from "../../json/head.js";

export const document = z.strictObject({
  ...head("render"),
  model: z.string(),
  names: z.enum(["plain", "physical"]),
  sql: z.string(),
});
