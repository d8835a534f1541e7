import { renderCsv } from "@sluice/app-testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { App } from "./support/app.js";

/** Each mart and its key. `npm run golden` writes the files anew after a wanted change. */
const marts = [
  ["dim_customers", "user_id"],
  ["fct_orders", "order_id"],
  ["fct_order_items", "order_id, order_item_id"],
  ["marketing_performance", "order_date"],
  ["monthly_metrics", "month"],
] as const;

describe("marts of the app's own data", () => {
  let app: App;
  beforeAll(async () => {
    app = new App();
    const { summary } = await app.build();
    expect(summary).toMatchObject({ ok: true, failed: 0, skipped: 0, published: true });
  });
  afterAll(() => app.remove());

  it.each(marts)("%s has the rows of its golden file", async (mart, key) => {
    const [rows = []] = await app.rows(`select * from marts.${mart} order by ${key}`);
    await expect(renderCsv(rows)).toMatchFileSnapshot(`../golden/${mart}.csv`);
  });

  it("are all compared", async () => {
    const built = await app.use(async ({ project }) =>
      [...project.models.keys()].filter((name) => name.startsWith("marts.")),
    );
    expect(built.sort()).toEqual(marts.map(([mart]) => `marts.${mart}`).sort());
  });
});
