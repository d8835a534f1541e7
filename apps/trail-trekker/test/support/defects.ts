import { withFirstLines, withRows, type BadValues, type Defect } from "@sluice/app-testkit";

/** Faulty exports of the hiking app. */
export const defects: readonly Defect[] = [
  ...["customers", "features", "plan_features", "plans", "subscriptions"].map((name) => ({
    title: `an export of ${name} without rows`,
    file: `data/${name}.csv`,
    corrupt: withFirstLines(1),
    fails: [`raw.${name} row_count()`],
  })),
  {
    title: "a plan with a price below zero",
    file: "data/plans.csv",
    corrupt: withRows("PLN009M,Refund,1,-4.99,25,1,NULL,2024-01-01"),
    fails: ["staging.plans between(price)"],
  },
  {
    title: "plans that are all placeholders",
    file: "data/plans.csv",
    corrupt: withFirstLines(2),
    fails: ["warehouse.dim_plans row_count()"],
  },
  {
    title: "a switch to a plan nobody knows",
    file: "data/subscriptions.csv",
    corrupt: withRows(
      "SUB901,CUST001,PLN001M,monthly,2024-01-01,2024-02-01,cancelled,NULL,paypal",
      "SUB901,CUST001,PLN777M,monthly,2024-02-01,NULL,active,2024-03-01,paypal",
    ),
    fails: ["warehouse.fct_subscription_changes relationships(to_plan_id -> warehouse.dim_plans)"],
  },
  {
    title: "a cancellation of a plan nobody knows",
    file: "data/subscriptions.csv",
    corrupt: withRows("SUB901,CUST001,PLN777M,monthly,2024-01-01,2024-02-01,cancelled,NULL,paypal"),
    fails: [
      "warehouse.fct_subscription_changes relationships(from_plan_id -> warehouse.dim_plans)",
    ],
  },
  {
    title: "two changes of one customer on one day",
    file: "data/subscriptions.csv",
    corrupt: withRows(
      "SUB901,CUST001,PLN001M,monthly,2024-01-01,2024-02-01,cancelled,NULL,paypal",
      "SUB902,CUST001,PLN002M,monthly,2024-01-01,2024-02-01,cancelled,NULL,paypal",
    ),
    fails: ["warehouse.fct_subscription_changes one_change_per_customer_and_day"],
  },
];

/** An edited query could give these, though no export can: today's queries repair or drop such rows. */
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
