/* model
description: Orders with a clean status; too small ones left out.
columns:
  order_id: { checks: [unique, not_null] }
  status: { checks: [{ accepted_values: [completed, cancelled] }] }
*/
select
  order_id,
  ordered_at as order_date,
  lower(trim(status)) as status,
  amount
from raw.orders
where amount >= $min_amount
