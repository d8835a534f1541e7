import { defineModel, sql } from "@sluice/core";
import { between, unique } from "@sluice/dq";
import { z } from "zod";

export default defineModel({
  description: "Revenue of completed orders by day.",
  columns: z.object({
    order_date: z.date(),
    orders: z.int(),
    customers: z.int(),
    revenue: z.number(),
    revenue_to_date: z.number().describe("Running total."),
  }),
  refs: { orders: "marts.fct_orders" },
  sql: ({ orders }) => sql`
    select
      order_date,
      count(*) as orders,
      count(distinct customer_id) as customers,
      sum(revenue) as revenue,
      sum(sum(revenue)) over (order by order_date) as revenue_to_date
    from ${orders}
    where status = 'completed'
    group by order_date
  `,
  checks: [unique("order_date"), between("revenue", { min: 0 })],
});
