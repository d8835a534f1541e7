/* model
description: >-
  One row per order, whatever its status. total_revenue and order_profit are zero until the order is
  completed, so that they can be added up without a filter. A view: what happened is kept, day by day,
  in intermediate.int_orders_sequenced; costs and the customer's segment and status are those of today.
kind: view
columns:
  order_id:
    type: bigint
    description: Key of the order.
    checks: [not_null, unique]
  user_id:
    type: bigint
    description: Customer; null for an order without one.
    checks:
      - relationships: { to: marts.dim_customers, field: user_id }
  order_date: { type: date, nullable: false, description: Day of the order in UTC. }
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
  is_pending: { description: Whether order_status is pending. }
  is_cancelled: { description: Whether order_status is cancelled. }
  is_shipped: { description: "Whether the parcel left, returned ones included." }
  is_delivered: { description: "Whether the parcel arrived, returned ones included." }
  is_returned: { description: Whether the parcel came back. }
  payment_method: { description: "Lower-cased, words joined by underscores." }
  shipping_method: { description: "Lower-cased, words joined by underscores." }
  coupon_code: { description: Upper-cased; null when no coupon was used. }
  marketing_channel:
    type: varchar
    nullable: false
    description: >-
      Channel the coupon stands for: welcome, loyalty, promotion (SAVE, PROMO, SALE and the
      like), other_coupon for any other code, organic without a coupon.
    checks:
      - accepted_values: [organic, welcome, loyalty, promotion, other_coupon]
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
  has_discount: { description: Whether the order had a discount. }
  discount_pct:
    type: double
    nullable: false
    description: Discount in percent of order_total.
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
  order_cost:
    type: decimal(18,2)
    description: Cost of the items; null when that of an item is unknown, or there are none.
  order_profit:
    type: decimal(18,2)
    description: total_revenue less order_cost; 0 unless completed, null when the cost is unknown.
  profit_margin_pct:
    description: order_profit in percent of total_revenue; null unless completed.
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
  is_first_completed_order: { description: "Whether it is the customer's first completed order." }
  days_since_previous_order:
    description: Days since the customer's order before; null for the first.
  customer_name: { description: Name of the customer. }
  customer_country: { description: Country of the customer. }
  customer_segment: { type: varchar, description: Segment of the customer today. }
  customer_status: { description: Status of the customer today. }
  created_at: { description: "When the row appeared, in UTC." }
  updated_at: { description: "When the row last changed, in UTC." }
checks:
  - sql:
      name: order_total_equals_items
      label: Order total equals the sum of its items
      severity: warn
      sample: 20
      sql: >-
        select
          order_id, order_date, order_status, order_total, items_total,
          order_total - items_total as difference
        from self
        where abs(order_total - items_total) > 0.01
        order by order_id
*/
with costs as (
  select
    order_id,
    -- One item of unknown cost makes the cost of the order unknown.
    case when count(line_cost) = count(*) then sum(line_cost) end as order_cost
  from int_order_items_costed
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
  o.is_completed,
  o.order_status = 'pending' as is_pending,
  o.order_status = 'cancelled' as is_cancelled,
  coalesce(o.source_status in ('shipped', 'delivered', 'returned'), false) as is_shipped,
  coalesce(o.source_status in ('delivered', 'returned'), false) as is_delivered,
  coalesce(o.source_status = 'returned', false) as is_returned,
  o.payment_method,
  o.shipping_method,
  o.coupon_code,
  case
    when o.coupon_code is null then 'organic'
    when regexp_matches(o.coupon_code, '^(WELCOME|HELLO|FIRST|NEW)') then 'welcome'
    when regexp_matches(o.coupon_code, '^(LOYAL|VIP|THANKS)') then 'loyalty'
    when regexp_matches(o.coupon_code, '^(SAVE|PROMO|SALE|DEAL|FLASH|BLACKFRIDAY)') then 'promotion'
    else 'other_coupon'
  end as marketing_channel,
  o.item_count,
  o.product_count,
  o.total_quantity,
  o.order_total,
  o.items_total,
  o.discount_total,
  o.discount_total > 0 as has_discount,
  round(100 * o.discount_total / o.order_total, 2) as discount_pct,
  o.net_order_total,
  o.shipping_cost,
  o.tax_amount,
  o.total_revenue,
  cast(k.order_cost as decimal(18, 2)) as order_cost,
  cast(
    case when o.is_completed then o.total_revenue - k.order_cost else 0 end as decimal(18, 2)
  ) as order_profit,
  case
    when o.is_completed
      then round(100 * (o.total_revenue - k.order_cost) / nullif(o.total_revenue, 0), 2)
  end as profit_margin_pct,
  o.customer_order_sequence,
  o.completed_order_sequence,
  o.customer_first_order_date,
  coalesce(o.completed_order_sequence = 1, false) as is_first_completed_order,
  o.days_since_previous_order,
  c.full_name as customer_name,
  c.country as customer_country,
  c.customer_segment,
  c.customer_status,
  o.created_at,
  o.updated_at
from int_orders_sequenced o
left join costs k on k.order_id = o.order_id
left join dim_customers c on c.user_id = o.user_id
where o.order_date >= cast($start_date as date)
