import { duckdb } from "@sluice/adapter-duckdb";
import { defineProject, env } from "@sluice/core";
import { z } from "zod";

export default defineProject({
  name: "trail_trekker",
  vars: z.object({
    /** Folder of the raw files. */
    data_dir: z.string().default("data"),
  }),
  targets: {
    dev: duckdb({ path: env("SLUICE_DATABASE", "trail_trekker.duckdb"), threads: 4 }),
    prod: duckdb({ path: "trail_trekker_prod.duckdb", threads: 8 }),
  },
  defaultTarget: "dev",
  models: {
    raw: { tags: ["raw"], owner: "data-engineering" },
    staging: { kind: "view", tags: ["staging"], owner: "data-engineering" },
    warehouse: { kind: "table", tags: ["warehouse"], owner: "analytics-engineering" },
  },
});
