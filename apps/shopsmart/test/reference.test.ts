import { existsSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { App, appDir } from "./support/app.js";

/** Data of the shop this app is modelled on, where it is kept beside the repository. */
const referenceData = path.join(
  process.env["SLUICE_REFERENCE_DATA"] ?? path.resolve(appDir, "../../../shared/data"),
  "shopsmart",
);
const present = existsSync(path.join(referenceData, "raw_orders.csv"));
const absent =
  "no reference data: SLUICE_REFERENCE_DATA names the folder that holds shopsmart/*.csv";

describe("the reference data", () => {
  it("builds, and shows the order whose total is not that of its items", async ({ skip }) => {
    skip(!present, absent);
    const app = new App({ vars: { data_dir: referenceData }, now: "2023-04-11" });
    try {
      const { summary, checks } = await app.build();
      expect(summary).toMatchObject({ ok: true, published: true, failed: 0, skipped: 0 });

      expect(checks.get("marts.fct_orders order_total_equals_items")).toMatchObject({
        status: "warned",
        severity: "warn",
        failing: 1,
        sample: [
          { order_id: 1008n, order_total: "229.98", items_total: "239.98", difference: "-10.00" },
        ],
      });
      const findings = [...checks.values()].filter(
        (check) => check.status !== "passed" && check.status !== "skipped",
      );
      expect(findings.map((check) => check.check)).toEqual(["order_total_equals_items"]);

      const [customers, [breach] = []] = await app.rows(
        `select full_name, total_orders, lifetime_value, customer_segment from dim_customers
         where total_orders > 0 order by lifetime_value desc`,
        "select order_id, order_status, total_revenue from fct_orders where order_total <> items_total",
      );
      expect(breach).toEqual({ order_id: "1008", order_status: "pending", total_revenue: "0.00" });
      // 999 + 1299 + 399.99; 849 - 50 and 549.98 - 55; 1099; 169.98; 79.99 - 8.
      expect(customers).toEqual(
        [
          ["John Doe", "3", "2697.99", "High Value"],
          ["Jane Smith", "2", "1293.98", "High Value"],
          ["Diana Davis", "1", "1099.00", "High Value"],
          ["Bob Johnson", "1", "169.98", "One-time"],
          ["Alice Brown", "1", "71.99", "One-time"],
        ].map(([full_name, total_orders, lifetime_value, customer_segment]) => ({
          full_name,
          total_orders,
          lifetime_value,
          customer_segment,
        })),
      );
    } finally {
      app.remove();
    }
  });
});
