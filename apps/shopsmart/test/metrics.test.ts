import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { AppCopy, TextRow } from "@sluice/app-testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { shopsmart } from "./support/app.js";

/** Sums of revenue and orders by month, as each of the models that report them has them. */
const uses = {
  monthly_metrics: "select month, revenue, completed_orders as orders from monthly_metrics",
  marketing_performance: `select date_trunc('month', order_date)::date as month,
    sum(total_revenue) as revenue, sum(total_orders) as orders from marketing_performance group by 1`,
  fct_orders: `select date_trunc('month', order_date)::date as month, sum(total_revenue) as revenue,
    count(*) filter (where is_completed) as orders from fct_orders group by 1`,
} as const;

describe("a figure", () => {
  let app: AppCopy;
  beforeAll(async () => {
    app = await shopsmart.builtCopy();
  });
  afterAll(() => app.remove());

  const byMonth = async (query: string): Promise<readonly TextRow[]> => {
    const [rows = []] = await app.rows(`select * from (${query}) where orders > 0 order by month`);
    return rows;
  };

  it("means the same in every model that reports it", async () => {
    const expected = await byMonth(uses.fct_orders);
    expect(expected.length).toBe(18);
    expect(await byMonth(uses.monthly_metrics)).toEqual(expected);
    expect(await byMonth(uses.marketing_performance)).toEqual(expected);
  });

  it("averages the same by day, by month and by customer", async () => {
    const mismatches = await app.rows(
      `select * from monthly_metrics
       where avg_order_value is distinct from round(revenue / nullif(completed_orders, 0), 2)`,
      `select * from marketing_performance
       where avg_order_value is distinct from round(total_revenue / nullif(total_orders, 0), 2)`,
      `select * from dim_customers
       where avg_order_value is distinct from round(lifetime_value / nullif(total_orders, 0), 2)`,
    );
    expect(mismatches).toEqual([[], [], []]);
  });

  it("counts as active whom the dimension calls active", async () => {
    const [[metric] = [], [dimension] = []] = await app.rows(
      "select active_customers as customers from monthly_metrics order by month desc limit 1",
      `select count(*) as customers from dim_customers
       where date_diff('day', last_order_date, date '2024-06-30') <= 90`,
    );
    expect(metric).toEqual(dimension);
  });

  it("is defined once: no model adds up revenue by itself", () => {
    const written = readdirSync(path.join(shopsmart.dir, "models/marts"), {
      recursive: true,
      encoding: "utf8",
    })
      .filter((file) => file.endsWith(".ts"))
      .map((file) => readFileSync(path.join(shopsmart.dir, "models/marts", file), "utf8"));
    expect(written).toHaveLength(2);
    for (const text of written) {
      expect(text).toContain("metrics/metrics.js");
      expect(text).not.toMatch(/sum\(total_revenue\) as|round\(sum\(total_revenue\)/);
    }
  });
});
