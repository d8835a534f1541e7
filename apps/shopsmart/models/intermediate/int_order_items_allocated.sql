/* model
description: >-
  One row per line of a staged order, with its share of the order's discount. The discount is shared
  out in proportion to the lines' revenue and to the cent: the shares add up to the discount exactly.
  An amount counts as revenue once the order is completed; lines of pending and cancelled orders
  carry zero.
columns:
  order_item_key: { type: varchar, nullable: false }
  line_discount: { type: "decimal(18,2)", nullable: false, description: Share of the order's discount. }
  net_line_revenue: { type: "decimal(18,2)", nullable: false, description: line_revenue less line_discount. }
  total_revenue: { type: "decimal(18,2)", nullable: false, description: "net_line_revenue of a completed order, else 0." }
  line_profit: { type: "decimal(18,2)", description: "total_revenue less line_cost; 0 unless the order is completed, null when the cost is unknown." }
*/
with lines as (
  select
    i.order_item_key,
    i.order_item_id,
    i.order_id,
    i.product_id,
    i.quantity,
    i.unit_price,
    i.line_revenue,
    i.line_cost,
    o.user_id,
    o.order_date,
    o.order_status,
    o.coupon_code,
    o.discount_total,
    sum(i.line_revenue) over (partition by i.order_id) as items_total,
    sum(i.line_revenue) over (
      partition by i.order_id
      order by i.order_item_id
      rows between unbounded preceding and current row
    ) as items_total_so_far
  from staging.stg_ecommerce__order_items i
  join staging.stg_ecommerce__orders o on o.order_id = i.order_id
),
-- Differences of rounded running shares add up to the whole; rounded shares need not.
shared as (
  select
    *,
    cast(
      round(discount_total * items_total_so_far / items_total, 2)
      - round(discount_total * (items_total_so_far - line_revenue) / items_total, 2)
      as decimal(18, 2)
    ) as line_discount
  from lines
)
select
  order_item_key,
  order_item_id,
  order_id,
  user_id,
  product_id,
  order_date,
  order_status,
  coupon_code,
  quantity,
  unit_price,
  line_revenue,
  line_discount,
  cast(line_revenue - line_discount as decimal(18, 2)) as net_line_revenue,
  line_cost,
  case
    when order_status = 'completed' then cast(line_revenue - line_discount as decimal(18, 2))
    else cast(0 as decimal(18, 2))
  end as total_revenue,
  case
    when order_status = 'completed'
      then cast(line_revenue - line_discount - line_cost as decimal(18, 2))
    else cast(0 as decimal(18, 2))
  end as line_profit,
  discount_total > 0 as has_order_discount
from shared
