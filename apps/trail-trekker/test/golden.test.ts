import { renderCsv } from "@sluice/app-testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { App } from "./support/app.js";

/** Each table of the warehouse and its key. `npm run golden` writes the files anew after a wanted change. */
const tables = [
  ["dim_plans", "plan_id"],
  ["dim_plans_history", "plan_id, valid_from"],
  ["bridge_plan_features", "plan_id, feature_id"],
  ["fct_subscription_changes", "change_date, customer_id"],
  ["daily_subscription_changes", "change_date, change_type, direction"],
] as const;

describe("the warehouse of the app's own data", () => {
  let app: App;
  beforeAll(async () => {
    app = new App();
    const { summary } = await app.build();
    expect(summary).toMatchObject({ ok: true, failed: 0, skipped: 0, published: true });
  });
  afterAll(() => app.remove());

  it.each(tables)("%s has the rows of its golden file", async (table, key) => {
    const [rows = []] = await app.rows(`select * from warehouse.${table} order by ${key}`);
    await expect(renderCsv(rows)).toMatchFileSnapshot(`../golden/${table}.csv`);
  });

  it("is compared as a whole", async () => {
    const built = await app.use(async ({ project }) =>
      [...project.models.keys()].filter((name) => name.startsWith("warehouse.")),
    );
    expect(built.sort()).toEqual(tables.map(([table]) => `warehouse.${table}`).sort());
  });
});
