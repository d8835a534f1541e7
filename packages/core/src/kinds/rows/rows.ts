import { defineKind, type OptionsOf } from "../kind.js";

export const rows = defineKind<OptionsOf<"rows">>({
  type: "rows",
  relation: "table",
  input: "generator",
  isRestatable: true,
});
