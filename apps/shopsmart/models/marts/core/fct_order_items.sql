/* model
description: >-
  One row per line of an order, with its product and its share of the order's discount. Like that of
  fct_orders, total_revenue and line_profit are after discount and zero until the order is completed.
  A view: what happened is kept, day by day, in intermediate.int_order_items_allocated; names, costs and
  list prices are those of today.
kind: view
columns:
  order_item_key:
    type: varchar
    description: md5 of order_id|order_item_id.
    checks: [not_null, unique]
  order_item_id: { type: bigint, nullable: false, description: Key of the line in the shop. }
  order_id:
    type: bigint
    nullable: false
    description: Order the line belongs to.
    checks:
      - relationships: { to: staging.stg_ecommerce__orders, field: order_id }
  user_id: { description: Customer who ordered; null when unknown. }
  order_date: { description: Day of the order in UTC. }
  order_status: { description: "completed, cancelled or pending." }
  product_id:
    type: bigint
    description: Product bought.
    checks:
      - relationships: { to: staging.stg_ecommerce__products, field: product_id }
  product_name: { description: Name of the product. }
  brand: { description: Maker of the product. }
  category_name: { description: Category of the product. }
  department: { description: Category at the top. }
  quantity: { description: Units bought. }
  unit_price: { description: Price paid for one unit. }
  list_price: { description: List price of today. }
  unit_cost: { description: Cost of one unit today; null when unknown. }
  line_revenue:
    type: decimal(18,2)
    nullable: false
    description: Quantity times price paid, before discount.
  line_discount:
    type: decimal(18,2)
    nullable: false
    description: Share of the order's discount.
  total_revenue:
    type: decimal(18,2)
    nullable: false
    description: line_revenue less line_discount when the order is completed, else 0.
    checks:
      - between: { min: 0, label: Revenue is not negative }
  line_cost: { type: "decimal(18,2)", description: Null when the cost of the product is unknown. }
  line_profit:
    type: decimal(18,2)
    description: total_revenue less line_cost; 0 unless completed, null when the cost is unknown.
  profit_margin_pct:
    type: double
    description: line_profit in percent of total_revenue; null without revenue.
  has_order_discount: { description: Whether the order had a discount. }
  is_below_list_price: { description: Whether the price paid was below the list price of today. }
  is_discounted: { description: Either of the two above. }
  price_difference: { description: Price paid less list price of today. }
  price_comparison:
    type: varchar
    description: Price paid against the list price of today; null without one.
    checks:
      - accepted_values: [Above List Price, At List Price, Below List Price]
*/
select
  i.order_item_key,
  i.order_item_id,
  i.order_id,
  i.user_id,
  i.order_date,
  i.order_status,
  i.product_id,
  i.product_name,
  i.brand,
  i.category_name,
  i.department,
  i.quantity,
  i.unit_price,
  i.list_price,
  i.unit_cost,
  i.line_revenue,
  i.line_discount,
  i.total_revenue,
  i.line_cost,
  i.line_profit,
  round(100 * i.line_profit / nullif(i.total_revenue, 0), 2) as profit_margin_pct,
  i.has_order_discount,
  coalesce(i.unit_price < i.list_price, false) as is_below_list_price,
  i.has_order_discount or coalesce(i.unit_price < i.list_price, false) as is_discounted,
  cast(i.unit_price - i.list_price as decimal(18, 2)) as price_difference,
  case
    when i.unit_price > i.list_price then 'Above List Price'
    when i.unit_price < i.list_price then 'Below List Price'
    when i.unit_price = i.list_price then 'At List Price'
  end as price_comparison
from int_order_items_costed i
where i.order_date >= cast($start_date as date)
