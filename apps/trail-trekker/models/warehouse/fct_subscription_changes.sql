/* model
description: >-
  One row per change of a subscription. Within one subscription of one customer, in the order of start
  dates, a segment on another plan than the one before is a PLAN_CHANGE on its start date; a cancelled
  segment that has an end and no segment after it is a CANCELLATION on its end date. A new subscription
  is no change. Segments without ids or start date cannot be placed in time and are left out.
cron: "0 * * * *"
contract: exact
columns:
  subscription_change_id:
    type: varchar
    description: >-
      md5 of customer_id|subscription_id|change_type|change_date|from_plan_id|to_plan_id, an
      empty text for a missing plan: the same event has the same id in every run and
      environment.
    checks: [not_null, unique]
  customer_id:
    type: varchar
    description: Customer who changed.
    checks: [not_null]
  subscription_id:
    type: varchar
    description: Subscription that changed.
    checks: [not_null]
  change_type:
    type: varchar
    description: PLAN_CHANGE or CANCELLATION.
    checks:
      - not_null
      - accepted_values: [PLAN_CHANGE, CANCELLATION]
  change_date:
    type: date
    description: Day from which the change holds.
    checks: [not_null]
  from_plan_id:
    type: varchar
    description: >-
      Plan before the change; null when the export does not name the plan of a cancelled
      segment.
    checks:
      - relationships: { to: warehouse.dim_plans, field: plan_id }
  to_plan_id:
    type: varchar
    description: Plan after the change; null for a cancellation.
    checks:
      - relationships: { to: warehouse.dim_plans, field: plan_id }
checks:
  - unique:
      columns: [customer_id, change_date]
      name: one_change_per_customer_and_day
      label: At most one change a customer and day
*/
with segments as (
  select
    customer_id,
    subscription_id,
    plan_id,
    status,
    subscription_start_date,
    subscription_end_date,
    -- A segment whose plan is not named says nothing of a change: compare with the last that is.
    lag(plan_id ignore nulls) over timeline as previous_plan_id,
    lead(subscription_start_date) over timeline is null as is_last
  from staging.subscriptions
  where customer_id is not null
    and subscription_id is not null
    and subscription_start_date is not null
  window timeline as (
    partition by customer_id, subscription_id
    order by
      subscription_start_date,
      subscription_end_date nulls last,
      status nulls last,
      plan_id nulls last
  )
),
changes as (
  select
    customer_id,
    subscription_id,
    'PLAN_CHANGE' as change_type,
    subscription_start_date as change_date,
    previous_plan_id as from_plan_id,
    plan_id as to_plan_id
  from segments
  where plan_id <> previous_plan_id
  union all
  select
    customer_id,
    subscription_id,
    'CANCELLATION' as change_type,
    subscription_end_date as change_date,
    plan_id as from_plan_id,
    null as to_plan_id
  from segments
  where status = 'cancelled' and subscription_end_date is not null and is_last
)
select
  md5(
    concat_ws(
      '|',
      customer_id,
      subscription_id,
      change_type,
      change_date,
      coalesce(from_plan_id, ''),
      coalesce(to_plan_id, '')
    )
  ) as subscription_change_id,
  customer_id,
  subscription_id,
  change_type,
  change_date,
  from_plan_id,
  to_plan_id
from changes
