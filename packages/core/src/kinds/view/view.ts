import { z } from "zod";
import { defineKind, type OptionsOf } from "../kind.js";

export const view = defineKind<OptionsOf<"view">>({
  type: "view",
  relation: "view",
  input: "query",
  schema: z.strictObject({ type: z.literal("view") }),
});
