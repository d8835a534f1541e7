/* model
description: Order lines with revenue and cost.
checks:
  - unique: [order_id, line]
  - expression: line_revenue >= 0
*/
select
  order_id,
  line,
  product,
  quantity,
  quantity * unit_price as line_revenue,
  quantity * unit_cost as line_cost
from raw.order_items
where quantity > 0
