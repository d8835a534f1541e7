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
    /** One file for all environments: what dev has built, prod takes over without building it again. */
    warehouse: duckdb({ path: env("SLUICE_DATABASE", "trail_trekker.duckdb"), threads: 4 }),
  },
  defaultTarget: "warehouse",
  models: {
    raw: { tags: ["raw"], owner: "data-engineering" },
    staging: { kind: "view", tags: ["staging"], owner: "data-engineering" },
    warehouse: { kind: "table", tags: ["warehouse"], owner: "analytics-engineering" },
  },
});
