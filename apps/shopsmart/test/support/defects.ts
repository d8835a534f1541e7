import { withFirstLines, withRows, type BadValues, type Defect } from "@sluice/app-testkit";

/** Faulty exports of the shop, and a faulty query. */
export const defects: readonly Defect[] = [
  ...["customers", "orders", "order_items", "products"].map((name) => ({
    title: `an export of ${name} without rows`,
    file: `data/raw_${name}.csv`,
    corrupt: withFirstLines(1),
    fails: [`raw.raw_${name} row_count()`],
  })),
  {
    title: "an order of a customer nobody knows",
    file: "data/raw_orders.csv",
    corrupt: withRows(
      "9001,424242,2024-06-30,delivered,paypal,standard,10,0,0,0,,2024-06-30,2024-06-30",
    ),
    fails: ["staging.stg_ecommerce__orders relationships(user_id -> staging.stg_ecommerce__users)"],
  },
  {
    title: "a discount above the order",
    file: "data/raw_orders.csv",
    corrupt: withRows(
      "9001,1,2024-06-30,delivered,paypal,standard,10,0,0,10.01,,2024-06-30,2024-06-30",
    ),
    fails: ["staging.stg_ecommerce__orders discount_within_order"],
  },
  {
    title: "a discount below zero",
    file: "data/raw_orders.csv",
    corrupt: withRows(
      "9001,1,2024-06-30,delivered,paypal,standard,10,0,0,-1,,2024-06-30,2024-06-30",
    ),
    fails: ["staging.stg_ecommerce__orders between(discount_total)"],
  },
  {
    title: "a line of a product that is not in the catalogue",
    file: "data/raw_order_items.csv",
    corrupt: withRows("9001,5001,999,1,10.00,2024-06-30,2024-06-30"),
    fails: [
      "staging.stg_ecommerce__order_items relationships(product_id -> staging.stg_ecommerce__products)",
    ],
  },
  {
    title: "a line of an order that was not exported",
    file: "data/raw_order_items.csv",
    corrupt: withRows("9001,9001,201,1,10.00,2024-06-30,2024-06-30"),
    fails: ["staging.stg_ecommerce__order_items order_exists"],
  },
  {
    title: "a line's id given to another order's line",
    file: "data/raw_order_items.csv",
    corrupt: withRows("1,5002,201,1,10.00,2024-06-30,2024-06-30"),
    fails: ["staging.stg_ecommerce__order_items unique(order_item_id)"],
  },
  {
    title: "a query of the customers that finds none",
    file: "models/marts/core/dim_customers.sql",
    corrupt: (text) => text.replace("\nfrom figures", "\nfrom figures\nwhere false"),
    fails: ["marts.dim_customers row_count()"],
  },
];

/** An edited query could give these, though no export can: today's queries repair or drop such rows. */
export const badValues: BadValues = {
  "staging.stg_ecommerce__users": { is_valid_email: "false" },
  "staging.stg_ecommerce__products": { unit_price: "-1" },
  "staging.stg_ecommerce__orders": {
    user_id: "-1",
    order_status: "'lost'",
    order_total: "0",
    discount_total: "-1",
    order_date: "date '2100-01-01'",
  },
  "staging.stg_ecommerce__order_items": {
    order_id: "-1",
    product_id: "-1",
    quantity: "0",
    unit_price: "0",
  },
  "marts.dim_customers": {
    lifetime_value: "-1",
    customer_segment: "'Whale'",
    customer_status: "'Asleep'",
    days_to_first_order: "-1",
  },
  "intermediate.int_orders_sequenced": { order_status: "'lost'", total_revenue: "-1" },
  "intermediate.int_order_items_allocated": { total_revenue: "-1" },
  "marts.fct_orders": {
    user_id: "-1",
    order_status: "'lost'",
    marketing_channel: "'radio'",
    total_revenue: "-1",
    items_total: "-1",
  },
  "marts.fct_order_items": {
    order_id: "-1",
    product_id: "-1",
    total_revenue: "-1",
    price_comparison: "'Elsewhere'",
  },
  "marts.monthly_metrics": { revenue: "-1", active_customers: "-1" },
  "marts.marketing_performance": {
    marketing_channel: "'radio'",
    total_revenue: "-1",
    new_customers: "-1",
    orders_placed: "-1",
  },
};
