import { duckdb } from "@sluice/adapter-duckdb";
import { defineProject } from "@sluice/core";
import { z } from "zod";

export default defineProject({
  name: "my_project",
  // $min_amount in SQL; `--var min_amount=5` or SLUICE_VAR_MIN_AMOUNT override it.
  vars: z.object({ min_amount: z.number().default(0) }),
  targets: { dev: duckdb({ path: "my_project.duckdb" }) },
  models: { staging: { kind: "view" }, marts: { kind: "table" } },
});
