import { defineModel, sql } from "@sluice/core";
import { between, unique } from "@sluice/dq";
import { z } from "zod";

export default defineModel({
  description: "One row per day with completed orders.",
  columns: z.object({
    order_date: z.date(),
    orders: z.int(),
    revenue: z.number().describe("Sum of the amounts of completed orders."),
  }),
  refs: { orders: "staging.stg_orders" },
  sql: ({ orders }) => sql`
    select order_date, count(*) as orders, sum(amount) as revenue
    from ${orders}
    where status = 'completed'
    group by order_date
  `,
  checks: [unique("order_date"), between("revenue", { min: 0 })],
});
