import { duckdb } from "@sluice/adapter-duckdb";
import { defineProject, env } from "@sluice/core";
import { z } from "zod";

export default defineProject({
  name: "shopsmart",
  vars: z.object({
    /** Folder of the raw files. */
    data_dir: z.string().default("data"),
    /** First day the facts hold. */
    start_date: z.iso.date().default("2023-01-01"),
    /** Lifetime value from which a customer is of high value. */
    high_value_customer_threshold: z.number().default(1000),
    /** Days since the last order within which a customer is active. */
    active_customer_days: z.int().default(90),
  }),
  targets: {
    dev: duckdb({ path: env("SLUICE_DATABASE", "shopsmart.duckdb"), threads: 4 }),
    prod: duckdb({
      path: "shopsmart_prod.duckdb",
      threads: 8,
      publish: { copy: "published/shopsmart.duckdb" },
    }),
  },
  defaultTarget: "dev",
  models: {
    raw: { tags: ["raw"], owner: "data-engineering" },
    staging: { kind: "view", tags: ["staging"], owner: "data-engineering" },
    intermediate: { kind: "ephemeral", tags: ["intermediate"], owner: "analytics-engineering" },
    marts: { kind: "table", tags: ["marts"], owner: "analytics-engineering" },
    "marts/core": { tags: ["core"] },
    "marts/marketing": { tags: ["marketing"] },
    snapshots: { tags: ["snapshots"], owner: "analytics-engineering" },
  },
});
