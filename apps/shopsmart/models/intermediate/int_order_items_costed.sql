/* model
description: >-
  Lines of orders with what the catalogue says of their product today. Costs and names change without
  a day of their own, so they are looked up here, never kept with the line.
columns:
  order_item_key: { type: varchar, description: md5 of order_id|order_item_id. }
  order_item_id: { description: Key of the line. }
  order_id: { description: Order the line belongs to. }
  user_id: { description: Customer who ordered; null when unknown. }
  order_date: { description: Day of the order in UTC. }
  order_status: { description: "completed, cancelled or pending." }
  product_id: { description: Product bought. }
  product_name: { description: Name of the product. }
  brand: { description: Maker of the product. }
  category_name: { description: Category of the product. }
  department: { description: Category at the top. }
  quantity: { description: Units bought. }
  unit_price: { description: Price paid for one unit. }
  list_price: { description: List price of today. }
  unit_cost: { description: Cost of one unit today; null when unknown. }
  line_revenue: { description: "Quantity times price paid, before discount." }
  line_discount: { description: Share of the order's discount. }
  total_revenue: { description: "line_revenue less line_discount of a completed order, else 0." }
  line_cost:
    type: decimal(18,2)
    description: Quantity times the cost of the product; null when unknown.
  line_profit:
    type: decimal(18,2)
    description: >-
      total_revenue less line_cost; 0 unless the order is completed, null when the cost is
      unknown.
  has_order_discount: { description: Whether the order had a discount. }
*/
with lines as (
  select
    i.*,
    p.product_name,
    p.brand,
    p.category_name,
    p.department,
    p.unit_price as list_price,
    p.unit_cost,
    cast(i.quantity * p.unit_cost as decimal(18, 2)) as line_cost
  from intermediate.int_order_items_allocated i
  left join staging.stg_ecommerce__products p on p.product_id = i.product_id
)
select
  order_item_key,
  order_item_id,
  order_id,
  user_id,
  order_date,
  order_status,
  product_id,
  product_name,
  brand,
  category_name,
  department,
  quantity,
  unit_price,
  list_price,
  unit_cost,
  line_revenue,
  line_discount,
  total_revenue,
  line_cost,
  case
    when order_status = 'completed' then cast(total_revenue - line_cost as decimal(18, 2))
    else cast(0 as decimal(18, 2))
  end as line_profit,
  has_order_discount
from lines
