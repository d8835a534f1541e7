import { describeApp, describeGenerator } from "@sluice/app-testkit";
import { expect, it } from "vitest";
import { rawFiles } from "../data/generate.js";
import { trailTrekker } from "./support/app.js";

describeApp(trailTrekker, {
  models: 15,
  checks: 71,
  findings: [
    "raw.plans unique(plan_id)",
    "staging.plans unique(plan_id)",
    "staging.subscriptions not_null(subscription_start_date)",
    "staging.subscriptions relationships(customer_id -> staging.customers)",
  ],
});

describeGenerator(trailTrekker, {
  rawFiles,
  counted: { file: "subscriptions.csv", key: "subscription_id" },
});

it("the key of an event stays when everything else is new", async () => {
  const query = "select subscription_change_id from fct_subscription_changes order by 1";
  const app = await trailTrekker.builtCopy();
  const other = trailTrekker.copy({ now: "2031-01-01" });
  try {
    // The same rows in another order, and plans of other prices.
    const [header = "", ...rows] = other.read("data/subscriptions.csv").trimEnd().split("\n");
    other.write("data/subscriptions.csv", `${[header, ...rows.reverse()].join("\n")}\n`);
    other.write("data/plans.csv", other.read("data/plans.csv").replaceAll(".00,", ".99,"));
    await other.build();
    expect(await other.rows(query)).toEqual(await app.rows(query));
  } finally {
    app.remove();
    other.remove();
  }
});
