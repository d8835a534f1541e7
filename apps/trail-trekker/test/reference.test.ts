import { existsSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { App, appDir } from "./support/app.js";

/** Data of the business this app is modelled on, where it is kept beside the repository. */
const referenceData = path.join(
  process.env["SLUICE_REFERENCE_DATA"] ?? path.resolve(appDir, "../../../shared/data"),
  "trail-trekker",
);
const present = existsSync(path.join(referenceData, "subscriptions.csv"));
const absent =
  "no reference data: SLUICE_REFERENCE_DATA names the folder that holds trail-trekker/*.csv";

describe("the reference data", () => {
  it("has six plans and thirteen changes", async ({ skip }) => {
    skip(!present, absent);
    const app = new App({ vars: { data_dir: referenceData } });
    try {
      const { summary } = await app.build();
      expect(summary).toMatchObject({ ok: true, published: true, failed: 0, skipped: 0 });
      const [plans, types, events, days, features] = await app.rows(
        "select plan_id, billing_period from dim_plans order by plan_id",
        `select change_type, count(*) as changes from fct_subscription_changes
         group by change_type order by change_type`,
        `select change_date, customer_id, from_plan_id, to_plan_id from fct_subscription_changes
         order by change_date, customer_id`,
        `select direction, sum(change_count) as changes from daily_subscription_changes
         group by direction order by direction`,
        `select distinct feature_name from bridge_plan_features where feature_id = 'FTR006'`,
      );
      expect(plans).toEqual([
        { plan_id: "PLN001A", billing_period: "annual" },
        { plan_id: "PLN001M", billing_period: "monthly" },
        { plan_id: "PLN002A", billing_period: "annual" },
        { plan_id: "PLN002M", billing_period: "monthly" },
        { plan_id: "PLN003A", billing_period: "annual" },
        { plan_id: "PLN003M", billing_period: "monthly" },
      ]);
      expect(types).toEqual([
        { change_type: "CANCELLATION", changes: "6" },
        { change_type: "PLAN_CHANGE", changes: "7" },
      ]);
      expect(
        events?.map((event) =>
          Object.values(event)
            .map((value) => value ?? "-")
            .join(" "),
        ),
      ).toMatchInlineSnapshot(`
        [
          "2024-02-12 CUST028 PLN003A -",
          "2024-03-15 CUST005 PLN001M -",
          "2024-04-15 CUST027 PLN002M -",
          "2024-04-28 CUST020 PLN002M PLN001M",
          "2024-04-30 CUST019 PLN001M -",
          "2024-05-16 CUST015 PLN001M PLN002M",
          "2024-06-15 CUST001 PLN002M PLN003A",
          "2024-07-11 CUST012 PLN001M PLN003A",
          "2024-07-22 CUST011 PLN002M -",
          "2024-08-05 CUST024 PLN001M PLN003A",
          "2024-08-12 CUST004 PLN001M PLN002M",
          "2024-08-28 CUST026 PLN001M -",
          "2024-09-28 CUST007 PLN001M PLN003A",
        ]
      `);
      expect(days).toMatchInlineSnapshot(`
        [
          {
            "changes": "0",
            "direction": "billing_switch",
          },
          {
            "changes": "6",
            "direction": "cancellation",
          },
          {
            "changes": "1",
            "direction": "downgrade",
          },
          {
            "changes": "6",
            "direction": "upgrade",
          },
        ]
      `);
      // The export writes FTR06 in one file and FTR006 in the other.
      expect(features).toEqual([{ feature_name: "Hidden Trails" }]);
    } finally {
      app.remove();
    }
  });
});
