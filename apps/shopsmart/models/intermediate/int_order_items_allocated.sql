/* model
description: >-
  One row per line of a staged order, with its share of the order's discount. The discount is shared
  out in proportion to the lines' revenue and to the cent: the shares add up to the discount exactly.
  An amount counts as revenue once the order is completed; lines of pending and cancelled orders
  carry zero. Kept, and filled day by day: nothing in it depends on another order, nor on what the
  catalogue says today.
kind:
  type: incremental_by_time
  time: order_date
  grain: day
  start: $start_date
  lookback: 30
columns:
  order_item_key:
    type: varchar
    description: md5 of order_id|order_item_id.
    checks: [not_null, unique]
  order_item_id: { description: Key of the line. }
  order_id: { description: Order the line belongs to. }
  user_id: { description: Customer who ordered; null when unknown. }
  product_id: { description: Product bought. }
  order_date: { type: date, description: Day of the order in UTC. }
  order_status: { description: "completed, cancelled or pending." }
  coupon_code: { description: "Coupon of the order, if any." }
  quantity: { description: Units bought. }
  unit_price: { description: Price paid for one unit. }
  line_revenue: { description: "Quantity times price paid, before discount." }
  line_discount:
    type: decimal(18,2)
    nullable: false
    description: Share of the order's discount.
  net_line_revenue:
    type: decimal(18,2)
    nullable: false
    description: line_revenue less line_discount.
  total_revenue:
    type: decimal(18,2)
    nullable: false
    description: net_line_revenue of a completed order, else 0.
  has_order_discount: { description: Whether the order had a discount. }
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
  where o.order_date >= $start and o.order_date < $end
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
  case
    when order_status = 'completed' then cast(line_revenue - line_discount as decimal(18, 2))
    else cast(0 as decimal(18, 2))
  end as total_revenue,
  discount_total > 0 as has_order_discount
from shared
