import { describeGolden } from "@sluice/app-testkit";
import { trailTrekker } from "./support/app.js";

describeGolden(trailTrekker, {
  schema: "warehouse",
  tables: {
    dim_plans: "plan_id",
    dim_plans_history: "plan_id, valid_from",
    bridge_plan_features: "plan_id, feature_id",
    fct_subscription_changes: "change_date, customer_id",
    daily_subscription_changes: "change_date, change_type, direction",
  },
});
