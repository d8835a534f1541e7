/* model
description: >-
  One row per order line, cleaned. Left out are rows without readable ids and rows whose quantity or
  price is missing, zero or negative; a repeated line stays once, as updated last. Amounts are before the
  discount of the order.
columns:
  order_item_key:
    type: varchar
    description: md5 of order_id|order_item_id.
    checks: [not_null, unique]
  order_item_id:
    type: bigint
    description: Key of the line.
    checks: [not_null, unique]
  order_id:
    type: bigint
    nullable: false
    description: Order the line belongs to.
    checks:
      - relationships:
          to: staging.stg_ecommerce__orders
          field: order_id
          severity: warn
          label: Items of orders that staging leaves out
  product_id:
    type: bigint
    description: Product bought.
    checks:
      - not_null: { severity: warn }
      - relationships: { to: staging.stg_ecommerce__products, field: product_id }
  quantity:
    type: integer
    nullable: false
    description: Units bought.
    checks:
      - between: { min: 1 }
  unit_price:
    type: decimal(18,2)
    nullable: false
    description: Price paid.
    checks:
      - between: { above: 0 }
  line_revenue:
    type: decimal(18,2)
    nullable: false
    description: Quantity times price paid.
  line_cost:
    type: decimal(18,2)
    description: Quantity times the cost of the product; null when unknown.
  line_profit:
    type: decimal(18,2)
    description: line_revenue less line_cost, before the discount of the order.
  created_at: { description: "When the row appeared, in UTC." }
  updated_at: { description: "When the row last changed, in UTC." }
checks:
  - expression:
      name: order_exists
      sql: >-
        exists (
          select 1 from raw.raw_orders r where try_cast(trim(r.order_id) as bigint) = self.order_id
        )
      label: Every item belongs to an order of the export
*/
with typed as (
  select
    try_cast(trim(order_item_id) as bigint) as order_item_id,
    try_cast(trim(order_id) as bigint) as order_id,
    try_cast(trim(product_id) as bigint) as product_id,
    try_cast(trim(quantity) as integer) as quantity,
    try_cast(regexp_replace(unit_price, '[$, ]', '', 'g') as decimal(18, 2)) as unit_price,
    -- A text without an offset is UTC already: queries run in that zone.
    try_cast(trim(created_at) as timestamptz) at time zone 'UTC' as created_at,
    try_cast(trim(updated_at) as timestamptz) at time zone 'UTC' as updated_at
  from raw.raw_order_items
),
latest as (
  select *
  from typed
  where order_item_id is not null and order_id is not null and quantity > 0 and unit_price > 0
  qualify row_number() over (
    partition by order_id, order_item_id
    order by updated_at desc nulls last, product_id nulls last, quantity desc, unit_price desc
  ) = 1
)
select
  md5(concat_ws('|', i.order_id, i.order_item_id)) as order_item_key,
  i.order_item_id,
  i.order_id,
  i.product_id,
  i.quantity,
  i.unit_price,
  cast(i.quantity * i.unit_price as decimal(18, 2)) as line_revenue,
  cast(i.quantity * p.unit_cost as decimal(18, 2)) as line_cost,
  cast(i.quantity * (i.unit_price - p.unit_cost) as decimal(18, 2)) as line_profit,
  i.created_at,
  i.updated_at
from latest i
left join staging.stg_ecommerce__products p using (product_id)
