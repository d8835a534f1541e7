import { z } from "zod";
import { head } from "../../json/head.js";
import { row } from "../../json/parts.js";

export const document = z.strictObject({
  ...head("show"),
  columns: z.array(z.strictObject({ name: z.string(), type: z.string() })),
  rows: z.array(row),
  truncated: z.boolean().describe("There are more rows than `--limit` let through."),
});
