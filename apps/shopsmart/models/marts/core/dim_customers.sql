/* model
description: >-
  One row per registered customer with lifetime figures, segment and status. Orders count once they
  are completed: pending and cancelled ones show in placed_orders, pending_orders and cancelled_orders
  alone. A customer without a completed order has 0 of them and the status Prospect.
columns:
  user_id:
    type: bigint
    description: Key of the customer.
    checks: [not_null, unique]
  full_name:
    type: varchar
    nullable: false
    description: First and last name, the one there is, or Unknown.
  first_name: { description: Given name; null when the export has none. }
  last_name: { description: Family name; null when the export has none. }
  email: { type: varchar, pii: true, description: Lower-cased and trimmed. }
  is_valid_email: { description: Whether the email looks like one; false for a missing one. }
  phone: { type: varchar, pii: true, description: "Phone number as typed, trimmed." }
  is_valid_phone:
    description: Whether the phone number looks like one; false for a missing one.
  date_of_birth: { type: date, pii: true, description: Day of birth; null when unreadable. }
  city: { pii: true, description: City of the address. }
  state: { description: State or province; postal codes for states of the USA. }
  country: { description: ISO 3166 alpha-3 where known. }
  account_status: { description: Status the shop keeps; customer_status is computed. }
  signup_date: { description: Day of registration. }
  placed_orders: { type: bigint, nullable: false, description: Orders whatever became of them. }
  total_orders: { type: bigint, nullable: false, description: Completed orders. }
  pending_orders: { description: Orders neither completed nor cancelled. }
  cancelled_orders: { description: Orders cancelled or returned. }
  lifetime_value:
    type: decimal(18,2)
    nullable: false
    description: Revenue of all completed orders, after discounts and before shipping and tax.
    checks:
      - between: { min: 0, label: Revenue is not negative }
  avg_order_value:
    type: decimal(18,2)
    description: lifetime_value per completed order; null without one.
  first_order_date: { type: date, description: First completed order. }
  last_order_date: { type: date, description: Last completed order. }
  days_since_last_order:
    type: bigint
    description: From the last completed order to $now, never below 0.
  days_to_first_order:
    type: bigint
    description: From registration to the first completed order.
  customer_lifespan_days: { description: Days from the first completed order to the last. }
  customer_segment:
    type: varchar
    nullable: false
    description: >-
      High Value from $high_value_customer_threshold of lifetime value on, Frequent from
      five orders on, One-time with one order, else Regular; the first that fits.
    checks:
      - accepted_values: [High Value, Frequent, One-time, Regular]
  customer_status:
    type: varchar
    nullable: false
    description: >-
      Active within $active_customer_days since the last order, At Risk within 180, Inactive
      after that; Prospect without an order.
    checks:
      - accepted_values: [Active, At Risk, Inactive, Prospect]
checks:
  - row_count: { min: 1 }
  - expression:
      name: orders_after_signup
      sql: days_to_first_order >= 0
      severity: warn
      label: Nobody orders before registering
*/
with history as (
  select
    user_id,
    count(*) as placed_orders,
    count(*) filter (where order_status = 'completed') as total_orders,
    count(*) filter (where order_status = 'pending') as pending_orders,
    count(*) filter (where order_status = 'cancelled') as cancelled_orders,
    sum(order_revenue) as lifetime_value,
    min(order_date) filter (where is_completed) as first_order_date,
    max(order_date) filter (where is_completed) as last_order_date
  from int_customer_order_history
  group by user_id
),
figures as (
  select
    u.*,
    coalesce(h.placed_orders, 0) as placed_orders,
    coalesce(h.total_orders, 0) as total_orders,
    coalesce(h.pending_orders, 0) as pending_orders,
    coalesce(h.cancelled_orders, 0) as cancelled_orders,
    cast(coalesce(h.lifetime_value, 0) as decimal(18, 2)) as lifetime_value,
    h.first_order_date,
    h.last_order_date,
    -- greatest() alone would turn the null of a customer without orders into 0.
    case
      when h.last_order_date is not null
        then greatest(date_diff('day', h.last_order_date, cast($now as date)), 0)
    end as days_since_last_order
  from stg_ecommerce__users u
  left join history h on h.user_id = u.user_id
)
select
  user_id,
  full_name,
  first_name,
  last_name,
  email,
  is_valid_email,
  phone,
  is_valid_phone,
  date_of_birth,
  city,
  state,
  country,
  account_status,
  signup_date,
  placed_orders,
  total_orders,
  pending_orders,
  cancelled_orders,
  lifetime_value,
  cast(round(lifetime_value / nullif(total_orders, 0), 2) as decimal(18, 2)) as avg_order_value,
  first_order_date,
  last_order_date,
  days_since_last_order,
  date_diff('day', signup_date, first_order_date) as days_to_first_order,
  date_diff('day', first_order_date, last_order_date) as customer_lifespan_days,
  case
    when lifetime_value >= $high_value_customer_threshold then 'High Value'
    when total_orders >= 5 then 'Frequent'
    when total_orders = 1 then 'One-time'
    else 'Regular'
  end as customer_segment,
  case
    when total_orders = 0 then 'Prospect'
    when days_since_last_order <= $active_customer_days then 'Active'
    when days_since_last_order <= 180 then 'At Risk'
    else 'Inactive'
  end as customer_status
from figures
