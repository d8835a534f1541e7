import { defineModel, sql } from "@sluice/core";
import { between, unique } from "@sluice/dq";
import { z } from "zod";
import {
  activeCustomers,
  averageOrderValue,
  buyers,
  completedOrders,
  revenue,
} from "../../../metrics/metrics.js";

export default defineModel({
  kind: "table",
  description:
    "The shop's figures by calendar month, from the month of the first order to that of the last; " +
    "a month without orders has a row of zeros. Orders before $start_date are left out of all but " +
    "active_customers.",
  columns: z.object({
    month: z.date().meta({ type: "date", description: "First day of the month." }),
    completed_orders: z.int().meta({ type: "bigint", description: "Orders completed." }),
    revenue: z.number().meta({
      type: "decimal(18,2)",
      description: "After discounts, before shipping and tax.",
    }),
    avg_order_value: z.number().nullable().meta({
      type: "decimal(18,2)",
      description: "Revenue per completed order; null without one.",
    }),
    buyers: z.int().meta({
      type: "bigint",
      description: "Known customers with a completed order in the month.",
    }),
    active_customers: z.int().meta({
      type: "bigint",
      description:
        "Known customers with a completed order in the $active_customer_days up to the end of the " +
        "month, up to $now for the month under way.",
    }),
  }),
  refs: { orders: "marts.fct_orders", placed: "staging.stg_ecommerce__orders" },
  sql: ({ orders, placed }, { now }) => sql`
with orders as (
  select date_trunc('month', order_date) as month, user_id, is_completed, total_revenue
  from ${orders}
),
-- Who is active in the first months may have ordered before $start_date, where the facts begin.
placed as (
  select user_id, order_date, order_status = 'completed' as is_completed from ${placed}
),
months as (
  select
    cast(month as date) as month,
    -- A month under way is looked at today, one that is over on its last day.
    case
      when cast(${now} as date) between month and last_day(month) then cast(${now} as date)
      else last_day(month)
    end as as_of
  from (
    select unnest(generate_series(min(month), max(month), interval 1 month)) as month
    from orders
  )
),
sales as (
  select
    month,
    ${completedOrders} as completed_orders,
    ${revenue} as revenue,
    ${averageOrderValue} as avg_order_value,
    ${buyers} as buyers
  from orders
  group by month
),
activity as (
  select m.month, ${activeCustomers(sql`m.as_of`)} as active_customers
  from months m
  join placed o on o.order_date <= m.as_of
  group by m.month
)
select
  m.month,
  coalesce(s.completed_orders, 0) as completed_orders,
  coalesce(s.revenue, 0) as revenue,
  s.avg_order_value,
  coalesce(s.buyers, 0) as buyers,
  coalesce(a.active_customers, 0) as active_customers
from months m
left join sales s on s.month = m.month
left join activity a on a.month = m.month`,
  checks: [
    unique("month"),
    between("revenue", { min: 0, label: "Revenue is not negative" }),
    between("active_customers", { min: 0 }),
  ],
});
