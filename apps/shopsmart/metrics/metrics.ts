/**
 * The shop's figures, each defined once: aggregates over rows of `marts.fct_orders`, whatever the
 * grouping. Models splice them in, so that a day, a month and a channel mean the same by "revenue".
 */
import { sql, type SqlFragment } from "@sluice/core";

/** Orders the shop may count on: confirmed, shipped or delivered. */
export const completedOrders = sql`count(*) filter (where is_completed)`;

/** What customers pay for completed orders: after discounts, before shipping and tax. */
export const revenue = sql`cast(coalesce(sum(total_revenue), 0) as decimal(18, 2))`;

/** AOV: revenue per completed order; null without one. */
export const averageOrderValue = sql`cast(
      round(sum(total_revenue) / nullif(${completedOrders}, 0), 2) as decimal(18, 2)
    )`;

/** Known customers with a completed order among the rows. */
export const buyers = sql`count(distinct user_id) filter (where is_completed)`;

/**
 * Known customers whose last completed order is at most `$active_customer_days` old on the day
 * `asOf`, the rule behind `customer_status` of `marts.dim_customers`.
 */
export function activeCustomers(asOf: SqlFragment): SqlFragment {
  return sql`count(distinct user_id) filter (
      where is_completed
        and order_date <= ${asOf}
        and date_diff('day', order_date, ${asOf}) <= ${sql.param("active_customer_days")}
    )`;
}
