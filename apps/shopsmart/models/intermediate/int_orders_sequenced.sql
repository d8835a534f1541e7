/* model
description: >-
  One row per order with all that follows from the order, its items and the customer's earlier orders.
  Kept, and filled day by day; an order that changes up to 30 days after its date is written again, and
  with it the orders after it, whose place in the customer's orders it may move. What follows from later
  days or from the catalogue of today is in marts.fct_orders.
kind:
  type: incremental_by_time
  time: order_date
  grain: day
  start: $start_date
  lookback: 30
columns:
  order_id:
    type: bigint
    description: Key of the order.
    checks: [not_null, unique]
  user_id: { type: bigint, description: Customer; null for an order without one. }
  order_date: { type: date, description: Day of the order in UTC. }
  order_year: { description: Year of order_date. }
  order_month: { description: "Month of order_date, 1 to 12." }
  order_weekday: { description: "1 is Monday, 7 Sunday." }
  is_weekend: { description: True on Saturdays and Sundays. }
  order_status:
    type: varchar
    nullable: false
    description: >-
      completed (confirmed, shipped, delivered), cancelled (cancelled, returned) or pending.
    checks:
      - accepted_values: [completed, cancelled, pending]
  source_status: { description: "Status as exported, lower-cased." }
  is_completed: { description: Whether order_status is completed. }
  payment_method: { description: "Lower-cased, words joined by underscores." }
  shipping_method: { description: "Lower-cased, words joined by underscores." }
  coupon_code: { description: Upper-cased; null when no coupon was used. }
  item_count: { description: Lines of the order. }
  product_count: { description: Different products in the order. }
  total_quantity: { description: Units in the order. }
  order_total:
    type: decimal(18,2)
    nullable: false
    description: Sum of the items as the shop states it, before discount.
  items_total: { type: "decimal(18,2)", nullable: false, description: Sum of the items found. }
  discount_total:
    type: decimal(18,2)
    nullable: false
    description: Discount of the whole order; 0 when none is given.
  net_order_total:
    type: decimal(18,2)
    nullable: false
    description: order_total less discount_total.
  shipping_cost: { description: Shipping charged on top. }
  tax_amount: { description: Tax charged on top. }
  total_revenue:
    type: decimal(18,2)
    nullable: false
    description: net_order_total of a completed order, else 0; before shipping and tax.
    checks:
      - between: { min: 0, label: Revenue is not negative }
  customer_order_sequence:
    type: bigint
    description: 1 for the customer's first order, whatever became of it; null without a customer.
  completed_order_sequence:
    type: bigint
    description: Number among the customer's completed orders.
  customer_first_order_date:
    type: date
    description: >-
      Day of the customer's first completed order, as far as it was before this order or is this one.
  days_since_previous_order:
    description: Days since the customer's order before; null for the first.
  created_at: { description: "When the row appeared, in UTC." }
  updated_at: { description: "When the row last changed, in UTC." }
checks:
  - sql:
      name: stored_as_exported
      label: Orders kept are those of the export
      severity: warn
      sample: 20
      sql: >-
        select
          order_id, s.order_date, e.order_date as exported_date, s.source_status,
          e.source_status as exported_status, s.net_order_total, e.net_order_total as exported_total
        from self s
        full join (
          select * from staging.stg_ecommerce__orders
          where order_date >= cast($start_date as date) and order_date < cast($now as date)
        ) e using (order_id)
        where (s.order_date, s.source_status, s.user_id, s.order_total, s.discount_total)
          is distinct from
          (e.order_date, e.source_status, e.user_id, e.order_total, e.discount_total)
        order by order_id
*/
with items as (
  select
    order_id,
    count(*) as item_count,
    count(distinct product_id) as product_count,
    sum(quantity) as total_quantity,
    sum(line_revenue) as items_total
  from staging.stg_ecommerce__order_items
  group by order_id
)
select
  o.order_id,
  o.user_id,
  o.order_date,
  o.order_year,
  o.order_month,
  o.order_weekday,
  o.is_weekend,
  o.order_status,
  o.source_status,
  o.order_status = 'completed' as is_completed,
  o.payment_method,
  o.shipping_method,
  o.coupon_code,
  coalesce(i.item_count, 0) as item_count,
  coalesce(i.product_count, 0) as product_count,
  cast(coalesce(i.total_quantity, 0) as bigint) as total_quantity,
  o.order_total,
  cast(coalesce(i.items_total, 0) as decimal(18, 2)) as items_total,
  o.discount_total,
  o.net_order_total,
  o.shipping_cost,
  o.tax_amount,
  case
    when o.order_status = 'completed' then o.net_order_total else cast(0 as decimal(18, 2))
  end as total_revenue,
  h.order_sequence as customer_order_sequence,
  h.completed_order_sequence,
  h.first_order_date_so_far as customer_first_order_date,
  h.days_since_previous_order,
  o.created_at,
  o.updated_at
from staging.stg_ecommerce__orders o
left join items i on i.order_id = o.order_id
left join int_customer_order_history h on h.order_id = o.order_id
where o.order_date >= $start and o.order_date < $end
