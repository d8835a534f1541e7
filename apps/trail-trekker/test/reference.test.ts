import { describeReference } from "@sluice/app-testkit";
import { expect, it } from "vitest";
import { trailTrekker } from "./support/app.js";

describeReference(trailTrekker, {
  files: ["customers.csv", "features.csv", "plan_features.csv", "plans.csv", "subscriptions.csv"],
  findings: ["staging.subscriptions relationships(customer_id -> staging.customers)"],
  tests: (reference) => {
    const values = async (query: string) => {
      const [rows = []] = await reference().app.rows(query);
      return rows.map((row) =>
        Object.values(row)
          .map((value) => value ?? "-")
          .join(" "),
      );
    };

    it("has six plans", async () => {
      expect(await values("select plan_id, billing_period from dim_plans order by 1")).toEqual([
        "PLN001A annual",
        "PLN001M monthly",
        "PLN002A annual",
        "PLN002M monthly",
        "PLN003A annual",
        "PLN003M monthly",
      ]);
    });

    it("has thirteen changes: six cancellations, six upgrades, a downgrade", async () => {
      const changes = `select change_type, count(*) from fct_subscription_changes group by 1 order by 1`;
      expect(await values(changes)).toEqual(["CANCELLATION 6", "PLAN_CHANGE 7"]);
      const events = `select change_date, customer_id, from_plan_id, to_plan_id
        from fct_subscription_changes order by 1, 2`;
      expect(await values(events)).toEqual([
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
      ]);
      const directions = `select direction, sum(change_count) from daily_subscription_changes
        group by 1 order by 1`;
      expect(await values(directions)).toEqual([
        "billing_switch 0",
        "cancellation 6",
        "downgrade 1",
        "upgrade 6",
      ]);
    });

    it("has one name for the feature that is FTR06 in one file and FTR006 in the other", async () => {
      const names = `select distinct feature_name from bridge_plan_features where feature_id = 'FTR006'`;
      expect(await values(names)).toEqual(["Hidden Trails"]);
    });
  },
});
