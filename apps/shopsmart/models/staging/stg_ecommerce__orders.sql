/* model
description: >-
  One row per order, cleaned. Left out are rows without a readable order_id or order date and rows
  whose total is missing, zero or negative; of rows that repeat an order_id the one updated last
  stays. order_total is the sum of the items before discount, shipping and tax.
columns:
  order_id:
    type: bigint
    description: Key of the order.
    checks: [not_null, unique]
  user_id:
    type: bigint
    description: Customer; null for an order without one.
    checks:
      - not_null: { severity: warn }
      - relationships: { to: staging.stg_ecommerce__users, field: user_id }
  order_date: { type: date, nullable: false, description: Day of the order in UTC. }
  order_status:
    type: varchar
    nullable: false
    description: >-
      completed (confirmed, shipped, delivered), cancelled (cancelled, returned) or pending
      (everything else, unknown statuses included).
    checks:
      - accepted_values: [completed, cancelled, pending]
  source_status: { type: varchar, description: "Status as exported, lower-cased." }
  payment_method: { description: "Lower-cased, words joined by underscores." }
  shipping_method: { description: "Lower-cased, words joined by underscores." }
  order_total:
    type: decimal(18,2)
    nullable: false
    description: Sum of the items before discount, shipping and tax.
    checks:
      - between: { above: 0 }
  discount_total:
    type: decimal(18,2)
    nullable: false
    description: Discount of the whole order; 0 when none is given.
    checks:
      - between: { min: 0 }
  net_order_total:
    type: decimal(18,2)
    nullable: false
    description: order_total less discount_total.
  shipping_cost: { description: Shipping charged on top; 0 when none is given. }
  tax_amount: { description: Tax charged on top; 0 when none is given. }
  coupon_code: { description: Upper-cased; null when no coupon was used. }
  order_year: { description: Year of order_date. }
  order_month: { description: "Month of order_date, 1 to 12." }
  order_weekday: { type: bigint, description: "1 is Monday, 7 Sunday." }
  is_weekend: { description: True on Saturdays and Sundays. }
  created_at: { description: "When the row appeared, in UTC." }
  updated_at:
    type: timestamp
    description: When the row last changed, in UTC.
    checks:
      - freshness: { warn_after: 2d }
checks:
  - expression:
      name: discount_within_order
      sql: discount_total <= order_total
      label: Discount is never above the order
  - expression:
      name: order_not_in_future
      sql: order_date <= cast($now as date)
      severity: warn
      label: Orders are not dated after the run
*/
with typed as (
  select
    try_cast(trim(order_id) as bigint) as order_id,
    try_cast(trim(user_id) as bigint) as user_id,
    -- A text without an offset is UTC already: queries run in that zone.
    cast(try_cast(trim(order_date) as timestamptz) at time zone 'UTC' as date) as order_date,
    nullif(nullif(lower(trim(order_status)), ''), 'null') as source_status,
    nullif(nullif(replace(lower(trim(payment_method)), ' ', '_'), ''), 'null') as payment_method,
    nullif(nullif(replace(lower(trim(shipping_method)), ' ', '_'), ''), 'null') as shipping_method,
    try_cast(regexp_replace(order_total, '[$, ]', '', 'g') as decimal(18, 2)) as order_total,
    try_cast(regexp_replace(shipping_cost, '[$, ]', '', 'g') as decimal(18, 2)) as shipping_cost,
    try_cast(regexp_replace(tax_amount, '[$, ]', '', 'g') as decimal(18, 2)) as tax_amount,
    try_cast(regexp_replace(discount_amount, '[$, ]', '', 'g') as decimal(18, 2)) as discount_amount,
    nullif(nullif(upper(trim(coupon_code)), ''), 'NULL') as coupon_code,
    try_cast(trim(created_at) as timestamptz) at time zone 'UTC' as created_at,
    try_cast(trim(updated_at) as timestamptz) at time zone 'UTC' as updated_at
  from raw.raw_orders
),
latest as (
  select *
  from typed
  where order_id is not null and order_date is not null and order_total > 0
  qualify row_number() over (
    partition by order_id
    order by
      updated_at desc nulls last,
      created_at desc nulls last,
      order_date desc,
      order_total desc,
      source_status nulls last
  ) = 1
)
select
  order_id,
  user_id,
  order_date,
  case
    when source_status in ('confirmed', 'shipped', 'delivered') then 'completed'
    when source_status in ('cancelled', 'returned') then 'cancelled'
    else 'pending'
  end as order_status,
  source_status,
  payment_method,
  shipping_method,
  order_total,
  coalesce(discount_amount, 0) as discount_total,
  cast(order_total - coalesce(discount_amount, 0) as decimal(18, 2)) as net_order_total,
  coalesce(shipping_cost, 0) as shipping_cost,
  coalesce(tax_amount, 0) as tax_amount,
  coupon_code,
  year(order_date) as order_year,
  month(order_date) as order_month,
  isodow(order_date) as order_weekday,
  isodow(order_date) >= 6 as is_weekend,
  created_at,
  updated_at
from latest
