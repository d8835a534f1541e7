import { z } from "zod";
import { defineKind, type OptionsOf } from "../kind.js";

export const table = defineKind<OptionsOf<"table">>({
  type: "table",
  relation: "table",
  input: "query",
  isRestatable: true,
  schema: z.strictObject({ type: z.literal("table") }),
});
