/* model
description: One row per customer with what they bought.
columns:
  customer_id: { checks: [unique, not_null] }
  email: { pii: true }
  customer_name: { pii: true }
  segment: { checks: [{ accepted_values: [high value, regular, no orders] }] }
*/
select
  c.customer_id,
  c.email,
  c.customer_name,
  c.country,
  c.signup_date,
  count(o.order_id) as orders,
  coalesce(sum(t.revenue - o.discount), 0) as lifetime_value,
  max(o.order_date) as last_order,
  case
    when count(o.order_id) = 0 then 'no orders'
    when sum(t.revenue - o.discount) >= $high_value_threshold then 'high value'
    else 'regular'
  end as segment,
  coalesce(max(o.order_date) >= $now::date - $active_days, false) as is_active
from staging.stg_customers c
left join staging.stg_orders o on o.customer_id = c.customer_id and o.status = 'completed'
left join intermediate.int_order_totals t on t.order_id = o.order_id
group by all
