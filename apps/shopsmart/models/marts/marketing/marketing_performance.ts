import { defineModel, sql, type SqlFragment } from "@sluice/core";
import { between, expression, unique } from "@sluice/dq";
import { z } from "zod";
import { averageOrderValue, buyers, completedOrders, revenue } from "../../../metrics/metrics.js";

const channels = ["organic", "welcome", "loyalty", "promotion", "other_coupon"] as const;
const methods = ["credit_card", "debit_card", "paypal", "bank_transfer"] as const;

const money = (description: string) => z.number().meta({ type: "decimal(18,2)", description });
const count = (description: string) => z.int().meta({ type: "bigint", description });

/** Completed orders and their revenue, one pair of columns a channel. */
function perChannel(): SqlFragment {
  return sql.join(
    channels.flatMap((channel) => [
      sql`count(*) filter (where is_completed and marketing_channel = ${channel})
        as ${sql.identifier(`${channel}_orders`)}`,
      sql`cast(coalesce(sum(total_revenue) filter (where marketing_channel = ${channel}), 0) as decimal(18, 2))
        as ${sql.identifier(`${channel}_revenue`)}`,
    ]),
    ",\n    ",
  );
}

/** Completed orders, one column a payment method. */
function perMethod(): SqlFragment {
  return sql.join(
    methods.map(
      (method) =>
        sql`count(*) filter (where is_completed and payment_method = ${method})
          as ${sql.identifier(`${method}_orders`)}`,
    ),
    ",\n    ",
  );
}

function columnsOf(names: readonly string[]): SqlFragment {
  return sql.join(
    names.map((name) => sql`d.${sql.identifier(name)}`),
    ",\n  ",
  );
}

export default defineModel({
  kind: "table",
  description:
    "One row per day on which an order was placed, from $start_date on. Figures count completed orders; " +
    "orders_placed counts all. Averages and growth look at calendar days: a day without a row counts as zero.",
  columns: z.object({
    order_date: z.date().meta({ type: "date", description: "Day in UTC." }),
    orders_placed: count("Orders whatever became of them."),
    pending_orders: count("Orders neither completed nor cancelled."),
    cancelled_orders: count("Orders cancelled or returned."),
    total_orders: count("Completed orders."),
    unique_customers: count("Known customers with a completed order."),
    new_customers: count("Customers whose first completed order is of this day."),
    returning_customers: count("Customers who had completed an order on an earlier day."),
    total_revenue: money("After discounts, before shipping and tax."),
    total_discount: money("Discounts given on completed orders."),
    avg_order_value: money("Revenue per completed order; null without one.").nullable(),
    items_sold: count("Units in completed orders."),
    discounted_orders: count("Completed orders with a discount."),
    top_product_name: z
      .string()
      .nullable()
      .meta({ description: "Product of the greatest revenue, by name where several tie." }),
    marketing_channel: z.enum(channels).nullable().meta({
      description:
        "Channel of the greatest revenue, then of most orders, then first by name; null without a completed order.",
    }),
    organic_orders: count("Completed orders without a coupon."),
    organic_revenue: money("Their revenue."),
    welcome_orders: count("Completed orders with a welcome coupon."),
    welcome_revenue: money("Their revenue."),
    loyalty_orders: count("Completed orders with a loyalty coupon."),
    loyalty_revenue: money("Their revenue."),
    promotion_orders: count("Completed orders with a coupon of a promotion."),
    promotion_revenue: money("Their revenue."),
    other_coupon_orders: count("Completed orders with any other coupon."),
    other_coupon_revenue: money("Their revenue."),
    credit_card_orders: count("Completed orders paid by credit card."),
    debit_card_orders: count("Completed orders paid by debit card."),
    paypal_orders: count("Completed orders paid by PayPal."),
    bank_transfer_orders: count("Completed orders paid by bank transfer."),
    other_payment_orders: count("Completed orders paid otherwise, or not said how."),
    running_revenue: money("Revenue from $start_date up to and including the day."),
    revenue_7_day_avg: money("Revenue a day over this day and the six before, fewer at the start."),
    orders_7_day_avg: z
      .number()
      .meta({ type: "double", description: "Completed orders a day over the same days." }),
    previous_day_revenue: money(
      "Revenue of the calendar day before; null on the first day.",
    ).nullable(),
    revenue_growth_pct: z.number().nullable().meta({
      type: "double",
      description:
        "Change against the calendar day before in percent; null when that had no revenue.",
    }),
  }),
  refs: { orders: "marts.fct_orders", products: "intermediate.int_product_performance" },
  sql: ({ orders, products }) => sql`
with orders as (
  select * from ${orders}
),
by_channel as (
  select
    order_date,
    marketing_channel,
    row_number() over (
      partition by order_date
      order by sum(total_revenue) desc, count(*) desc, marketing_channel
    ) as channel_rank
  from orders
  where is_completed
  group by order_date, marketing_channel
),
by_product as (
  select
    order_date,
    product_name,
    row_number() over (
      partition by order_date order by daily_revenue desc, product_name nulls last, product_id
    ) as product_rank
  from ${products}
),
by_day as (
  select
    order_date,
    count(*) as orders_placed,
    count(*) filter (where is_pending) as pending_orders,
    count(*) filter (where is_cancelled) as cancelled_orders,
    ${completedOrders} as total_orders,
    ${buyers} as unique_customers,
    count(distinct user_id) filter (where is_completed and order_date = customer_first_order_date) as new_customers,
    count(distinct user_id) filter (where is_completed and order_date > customer_first_order_date)
      as returning_customers,
    ${revenue} as total_revenue,
    ${averageOrderValue} as avg_order_value,
    cast(coalesce(sum(discount_total) filter (where is_completed), 0) as decimal(18, 2)) as total_discount,
    cast(coalesce(sum(total_quantity) filter (where is_completed), 0) as bigint) as items_sold,
    count(*) filter (where is_completed and has_discount) as discounted_orders,
    ${perChannel()},
    ${perMethod()}
  from orders
  group by order_date
),
over_days as (
  select
    *,
    sum(total_revenue) over (order by order_date) as running_revenue,
    sum(total_revenue) over last_7_days as revenue_7_days,
    sum(total_orders) over last_7_days as orders_7_days,
    sum(total_revenue) over day_before as revenue_day_before,
    min(order_date) over () as first_day
  from by_day
  window
    last_7_days as (
      order by order_date range between interval 6 days preceding and current row
    ),
    day_before as (
      order by order_date range between interval 1 day preceding and interval 1 day preceding
    )
),
measured as (
  select
    *,
    least(7, date_diff('day', first_day, order_date) + 1) as days_averaged,
    case when order_date > first_day then coalesce(revenue_day_before, 0) end
      as previous_day_revenue
  from over_days
)
select
  d.order_date,
  d.orders_placed,
  d.pending_orders,
  d.cancelled_orders,
  d.total_orders,
  d.unique_customers,
  d.new_customers,
  d.returning_customers,
  d.total_revenue,
  d.total_discount,
  d.avg_order_value,
  d.items_sold,
  d.discounted_orders,
  p.product_name as top_product_name,
  c.marketing_channel,
  ${columnsOf(channels.flatMap((channel) => [`${channel}_orders`, `${channel}_revenue`]))},
  ${columnsOf(methods.map((method) => `${method}_orders`))},
  d.total_orders - ${sql.join(
    methods.map((method) => sql`d.${sql.identifier(`${method}_orders`)}`),
    " - ",
  )} as other_payment_orders,
  cast(d.running_revenue as decimal(18, 2)) as running_revenue,
  cast(round(d.revenue_7_days / d.days_averaged, 2) as decimal(18, 2)) as revenue_7_day_avg,
  round(d.orders_7_days / d.days_averaged, 2) as orders_7_day_avg,
  cast(d.previous_day_revenue as decimal(18, 2)) as previous_day_revenue,
  round(
    100 * (d.total_revenue - d.previous_day_revenue) / nullif(d.previous_day_revenue, 0), 2
  ) as revenue_growth_pct
from measured d
left join by_channel c on c.order_date = d.order_date and c.channel_rank = 1
left join by_product p on p.order_date = d.order_date and p.product_rank = 1`,
  checks: [
    unique("order_date"),
    between("total_revenue", { min: 0, label: "Revenue is not negative" }),
    expression("new_customers + returning_customers = unique_customers"),
    expression("orders_placed = total_orders + pending_orders + cancelled_orders"),
  ],
});
