import { describeGolden } from "@sluice/app-testkit";
import { shopsmart } from "./support/app.js";

describeGolden(shopsmart, {
  schema: "marts",
  tables: {
    dim_customers: "user_id",
    fct_orders: "order_id",
    fct_order_items: "order_id, order_item_id",
    marketing_performance: "order_date",
    monthly_metrics: "month",
  },
});
