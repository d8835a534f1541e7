/* model
description: >-
  Segments of subscriptions with types: one row per time a customer spent on one plan. Exact
  repetitions are dropped. A subscription on the placeholder plan has no plan; an end in the year 9999
  is no end.
columns:
  subscription_id:
    type: varchar
    description: Subscription; its segments share it.
    checks:
      - not_null: { severity: warn }
  customer_id:
    type: varchar
    description: Customer who subscribes.
    checks:
      - not_null: { severity: warn }
      - relationships:
          to: staging.customers
          field: customer_id
          severity: warn
          label: Customers of subscriptions are exported
  plan_id:
    type: varchar
    description: Plan of the segment; null for the placeholder.
    checks:
      - not_null: { severity: warn }
      - relationships: { to: staging.plans, field: plan_id, severity: warn }
  billing_cycle:
    type: varchar
    description: monthly or annual.
    checks:
      - accepted_values: { values: [monthly, annual], severity: warn }
  subscription_start_date:
    type: date
    description: First day of the segment.
    checks:
      - not_null: { severity: warn }
  subscription_end_date: { description: Day the segment ended; null while it lasts. }
  status: { type: varchar, description: Lower-cased; canceled is spelt cancelled. }
  next_billing_date: { description: Day of the next payment; null when there will be none. }
  payment_method: { description: Lower-cased. }
checks:
  - expression:
      name: ends_after_start
      sql: subscription_end_date >= subscription_start_date
      severity: warn
      label: No segment ends before it starts
*/
with cleaned as (
  select
    nullif(nullif(upper(trim(subscription_id)), ''), 'NULL') as subscription_id,
    nullif(nullif(upper(trim(customer_id)), ''), 'NULL') as customer_id,
    nullif(nullif(upper(trim(plan_id)), ''), 'NULL') as plan_id,
    nullif(nullif(lower(trim(billing_cycle)), ''), 'null') as billing_cycle,
    try_cast(trim(subscription_start_date) as date) as subscription_start_date,
    try_cast(trim(subscription_end_date) as date) as subscription_end_date,
    nullif(nullif(lower(trim(status)), ''), 'null') as status,
    try_cast(trim(next_billing_date) as date) as next_billing_date,
    nullif(nullif(lower(trim(payment_method)), ''), 'null') as payment_method
  from raw.subscriptions
)
select distinct
  subscription_id,
  customer_id,
  case when not regexp_matches(plan_id, '^0+$') then plan_id end as plan_id,
  billing_cycle,
  subscription_start_date,
  case when year(subscription_end_date) < 9999 then subscription_end_date end
    as subscription_end_date,
  case when status = 'canceled' then 'cancelled' else status end as status,
  next_billing_date,
  payment_method
from cleaned
