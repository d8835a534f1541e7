/* model
description: Revenue and cost of each order before discount.
*/
select
  order_id,
  count(*) as lines,
  sum(line_revenue) as revenue,
  sum(line_cost) as cost
from staging.stg_order_items
group by order_id
