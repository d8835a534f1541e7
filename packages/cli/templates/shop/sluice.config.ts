import { duckdb } from "@sluice/adapter-duckdb";
import { defineProject } from "@sluice/core";
import { z } from "zod";

export default defineProject({
  name: "my_project",
  vars: z.object({
    data_dir: z.string().default("seeds").describe("Folder of the raw files."),
    high_value_threshold: z.number().default(500),
    active_days: z.int().default(90),
  }),
  targets: {
    dev: duckdb({ path: "my_project.duckdb", threads: 4 }),
    prod: duckdb({ path: "my_project_prod.duckdb" }),
  },
  defaultTarget: "dev",
  models: {
    staging: { kind: "view", tags: ["staging"] },
    intermediate: { kind: "ephemeral" },
    marts: { kind: "table", tags: ["marts"] },
  },
});
