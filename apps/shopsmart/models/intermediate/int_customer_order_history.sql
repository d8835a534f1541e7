/* model
description: >-
  One row per order of a known customer, in the customer's order of buying. Revenue, running totals
  and days to the first order count completed orders; order_sequence counts every order placed.
columns:
  user_id: { type: bigint, nullable: false, description: Customer who ordered. }
  full_name: { description: Name of the customer. }
  signup_date: { description: Day the customer registered. }
  order_id: { type: bigint, nullable: false, description: Key of the order. }
  order_date: { description: Day of the order in UTC. }
  order_status: { description: "completed, cancelled or pending." }
  is_completed: { description: Whether order_status is completed. }
  net_order_total: { description: "Total less discount, whatever became of the order." }
  order_revenue: { type: "decimal(18,2)", description: "Net total of a completed order, else 0." }
  item_count: { description: Lines of the order. }
  total_quantity: { description: Units in the order. }
  order_sequence:
    type: bigint
    description: 1 for the customer's first order, whatever became of it.
  completed_order_sequence:
    type: bigint
    description: Number among the customer's completed orders; null for the others.
  first_order_date: { description: "Day of the customer's first completed order." }
  first_order_date_so_far:
    type: date
    description: The same up to and including this order; null before it.
  days_to_first_order:
    type: bigint
    description: Days from registration to the first completed order.
  days_since_previous_order:
    description: Days since the order before, whatever became of it; null for the first.
  running_orders: { type: bigint, description: Completed orders up to and including this one. }
  running_revenue: { type: "decimal(18,2)", description: Revenue up to and including this order. }
  running_avg_order_value:
    type: decimal(18,2)
    description: Revenue per completed order so far; null before the first.
*/
-- Items are added up before the join, so that an order's own amounts are never multiplied.
with items as (
  select
    order_id,
    count(*) as item_count,
    sum(quantity) as total_quantity
  from staging.stg_ecommerce__order_items
  group by order_id
),
orders as (
  select
    u.user_id,
    u.full_name,
    u.signup_date,
    o.order_id,
    o.order_date,
    o.order_status,
    o.net_order_total,
    o.order_status = 'completed' as is_completed,
    case
      when o.order_status = 'completed' then o.net_order_total else cast(0 as decimal(18, 2))
    end as order_revenue,
    coalesce(i.item_count, 0) as item_count,
    cast(coalesce(i.total_quantity, 0) as bigint) as total_quantity
  from staging.stg_ecommerce__orders o
  join staging.stg_ecommerce__users u on u.user_id = o.user_id
  left join items i on i.order_id = o.order_id
),
running as (
  select
    *,
    row_number() over customer_orders as order_sequence,
    count(*) filter (where is_completed) over so_far as running_orders,
    sum(order_revenue) over so_far as running_revenue,
    min(order_date) filter (where is_completed) over (partition by user_id) as first_order_date,
    min(order_date) filter (where is_completed) over so_far as first_order_date_so_far,
    lag(order_date) over customer_orders as previous_order_date
  from orders
  window
    customer_orders as (partition by user_id order by order_date, order_id),
    so_far as (
      partition by user_id
      order by order_date, order_id
      rows between unbounded preceding and current row
    )
)
select
  user_id,
  full_name,
  signup_date,
  order_id,
  order_date,
  order_status,
  is_completed,
  net_order_total,
  order_revenue,
  item_count,
  total_quantity,
  order_sequence,
  case when is_completed then running_orders end as completed_order_sequence,
  first_order_date,
  first_order_date_so_far,
  date_diff('day', signup_date, first_order_date) as days_to_first_order,
  date_diff('day', previous_order_date, order_date) as days_since_previous_order,
  running_orders,
  cast(running_revenue as decimal(18, 2)) as running_revenue,
  cast(round(running_revenue / nullif(running_orders, 0), 2) as decimal(18, 2))
    as running_avg_order_value
from running
