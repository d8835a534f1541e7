/* model
description: One row per order with revenue and profit after discount.
columns:
  order_id: { checks: [unique, not_null] }
  customer_id: { checks: [{ relationships: { to: marts.dim_customers } }] }
  revenue: { checks: [{ between: { min: 0 } }] }
  profit: { checks: [{ between: { min: 0, severity: warn } }] }
*/
select
  o.order_id,
  o.customer_id,
  o.order_date,
  o.status,
  t.lines,
  t.revenue - o.discount as revenue,
  t.revenue - o.discount - t.cost as profit,
  row_number() over (partition by o.customer_id order by o.ordered_at, o.order_id) as order_number
from staging.stg_orders o
join intermediate.int_order_totals t using (order_id)
