import { defineKind, type OptionsOf } from "../kind.js";

export const seed = defineKind<OptionsOf<"seed">>({
  type: "seed",
  relation: "table",
  input: "file",
});
