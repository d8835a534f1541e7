import { withRows, type BadValues, type RawDefect } from "@sluice/app-testkit";

/** What the app might export wrongly one hour. */
export const rawDefects: readonly RawDefect[] = [
  ...["customers", "features", "plan_features", "plans", "subscriptions"].map((name) => ({
    title: `an export of ${name} without rows`,
    file: `${name}.csv`,
    corrupt: (text: string) => text.slice(0, text.indexOf("\n") + 1),
    fails: [`raw.${name} row_count()`],
  })),
  {
    title: "a plan with a price below zero",
    file: "plans.csv",
    corrupt: withRows("PLN009M,Refund,1,-4.99,25,1,NULL,2024-01-01"),
    fails: ["staging.plans between(price)"],
  },
  {
    title: "plans that are all placeholders",
    file: "plans.csv",
    corrupt: (text) => text.split("\n").slice(0, 2).join("\n") + "\n",
    fails: ["warehouse.dim_plans row_count()"],
  },
  {
    title: "a switch to a plan nobody knows",
    file: "subscriptions.csv",
    corrupt: withRows(
      "SUB901,CUST001,PLN001M,monthly,2024-01-01,2024-02-01,cancelled,NULL,paypal",
      "SUB901,CUST001,PLN777M,monthly,2024-02-01,NULL,active,2024-03-01,paypal",
    ),
    fails: ["warehouse.fct_subscription_changes relationships(to_plan_id -> warehouse.dim_plans)"],
  },
  {
    title: "a cancellation of a plan nobody knows",
    file: "subscriptions.csv",
    corrupt: withRows("SUB901,CUST001,PLN777M,monthly,2024-01-01,2024-02-01,cancelled,NULL,paypal"),
    fails: [
      "warehouse.fct_subscription_changes relationships(from_plan_id -> warehouse.dim_plans)",
    ],
  },
  {
    title: "two changes of one customer on one day",
    file: "subscriptions.csv",
    corrupt: withRows(
      "SUB901,CUST001,PLN001M,monthly,2024-01-01,2024-02-01,cancelled,NULL,paypal",
      "SUB902,CUST001,PLN002M,monthly,2024-01-01,2024-02-01,cancelled,NULL,paypal",
    ),
    fails: ["warehouse.fct_subscription_changes one_change_per_customer_and_day"],
  },
];

/**
 * Bad values by model and column, as SQL: what no export can do to a model, because its query
 * repairs or drops such rows, an edit of the query still can.
 */
export const badValues: BadValues = {
  "staging.customers": { total_hikes_logged: "-1" },
  "staging.features": { feature_name: "'?'" },
  "staging.plan_features": { feature_id: "'?'" },
  "staging.plans": { price: "-1" },
  "warehouse.dim_plans": { billing_period: "'weekly'" },
  "warehouse.bridge_plan_features": { plan_id: "'?'" },
  "warehouse.fct_subscription_changes": {
    change_type: "'PAUSE'",
    from_plan_id: "'?'",
    to_plan_id: "'?'",
  },
  "warehouse.daily_subscription_changes": {
    change_type: "'PAUSE'",
    direction: "'sideways'",
    change_count: "-1",
  },
};
