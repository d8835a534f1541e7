import { z } from "zod";
import { defineKind, type OptionsOf } from "../kind.js";

export const ephemeral = defineKind<OptionsOf<"ephemeral">>({
  type: "ephemeral",
  relation: "none",
  input: "query",
  schema: z.strictObject({ type: z.literal("ephemeral") }),
});
