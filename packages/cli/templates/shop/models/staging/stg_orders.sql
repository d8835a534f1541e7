/* model
description: Orders with their status in three groups.
columns:
  order_id: { checks: [unique, not_null] }
  customer_id: { checks: [{ relationships: { to: staging.stg_customers } }] }
  status: { checks: [{ accepted_values: [completed, cancelled, pending] }] }
*/
select
  order_id,
  customer_id,
  ordered_at,
  ordered_at::date as order_date,
  case
    when status in ('confirmed', 'shipped', 'delivered') then 'completed'
    when status in ('cancelled', 'returned') then 'cancelled'
    else 'pending'
  end as status,
  discount
from raw.orders
