import { describeReference } from "@sluice/app-testkit";
import { expect, it } from "vitest";
import { shopsmart } from "./support/app.js";

describeReference(shopsmart, {
  files: [
    "raw_customers.csv",
    "raw_orders.csv",
    "raw_order_items.csv",
    "raw_products.csv",
    "raw_categories.csv",
  ],
  now: "2023-04-11",
  findings: ["marts.fct_orders order_total_equals_items"],
  tests: (reference) => {
    it("has one order whose total is not that of its items", async () => {
      const { app, built } = reference();
      expect(built.checks.get("marts.fct_orders order_total_equals_items")).toMatchObject({
        status: "warned",
        severity: "warn",
        failing: 1,
        sample: [
          { order_id: 1008n, order_total: "229.98", items_total: "239.98", difference: "-10.00" },
        ],
      });
      const [breaches] = await app.rows(
        "select order_id, order_status, total_revenue from fct_orders where order_total <> items_total",
      );
      expect(breaches).toEqual([
        { order_id: "1008", order_status: "pending", total_revenue: "0.00" },
      ]);
    });

    it("has five customers with orders, each of the value in the files", async () => {
      const [customers = []] = await reference().app.rows(
        `select full_name, total_orders, lifetime_value, customer_segment from dim_customers
         where total_orders > 0 order by lifetime_value desc`,
      );
      // 999 + 1299 + 399.99; 849 - 50 and 549.98 - 55; 1099; 169.98; 79.99 - 8.
      expect(customers.map((customer) => Object.values(customer))).toEqual([
        ["John Doe", "3", "2697.99", "High Value"],
        ["Jane Smith", "2", "1293.98", "High Value"],
        ["Diana Davis", "1", "1099.00", "High Value"],
        ["Bob Johnson", "1", "169.98", "One-time"],
        ["Alice Brown", "1", "71.99", "One-time"],
      ]);
    });
  },
});
