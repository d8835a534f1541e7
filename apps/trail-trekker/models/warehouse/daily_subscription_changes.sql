/* model
description: >-
  Changes by day, type and direction. Every day between the first and the last change has a row for each
  direction, with 0 where nothing happened, so that averages and charts over days are right.
cron: "0 * * * *"
columns:
  change_date: { type: date, nullable: false, description: Day of the changes. }
  change_type:
    type: varchar
    nullable: false
    description: PLAN_CHANGE or CANCELLATION.
    checks:
      - accepted_values: [PLAN_CHANGE, CANCELLATION]
  direction:
    type: varchar
    nullable: false
    description: >-
      upgrade or downgrade when plan_level rises or falls, whatever happens to billing;
      billing_switch when the level stays and the billing period changes; cancellation;
      other when a plan is unknown or neither changes (only shown when it occurs).
    checks:
      - accepted_values: [upgrade, downgrade, billing_switch, cancellation, other]
  change_count:
    type: bigint
    nullable: false
    description: Changes of that day, type and direction.
    checks:
      - between: { min: 0 }
checks:
  - unique: [change_date, change_type, direction]
  - sql:
      name: counts_every_change
      label: The counts add up to the changes
      sql: >-
        select counted, changes
        from (select coalesce(sum(change_count), 0) as counted from self)
        cross join (select count(*) as changes from warehouse.fct_subscription_changes)
        where counted <> changes
*/
with changes as (
  select
    c.change_date,
    c.change_type,
    case
      when c.change_type = 'CANCELLATION' then 'cancellation'
      when later.plan_level > earlier.plan_level then 'upgrade'
      when later.plan_level < earlier.plan_level then 'downgrade'
      when later.plan_level = earlier.plan_level and later.billing_period <> earlier.billing_period
        then 'billing_switch'
      else 'other'
    end as direction
  from warehouse.fct_subscription_changes c
  left join warehouse.dim_plans earlier on earlier.plan_id = c.from_plan_id
  left join warehouse.dim_plans later on later.plan_id = c.to_plan_id
),
days as (
  select cast(unnest(generate_series(min(change_date), max(change_date), interval 1 day)) as date)
    as change_date
  from changes
),
directions (change_type, direction) as (
  values
    ('PLAN_CHANGE', 'upgrade'),
    ('PLAN_CHANGE', 'downgrade'),
    ('PLAN_CHANGE', 'billing_switch'),
    ('CANCELLATION', 'cancellation')
  union
  select change_type, direction from changes
),
counted as (
  select change_date, change_type, direction, count(*) as change_count
  from changes
  group by all
)
select
  d.change_date,
  r.change_type,
  r.direction,
  coalesce(c.change_count, 0) as change_count
from days d
cross join directions r
left join counted c
  on c.change_date = d.change_date
  and c.change_type = r.change_type
  and c.direction = r.direction
