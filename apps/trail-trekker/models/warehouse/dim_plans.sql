/* model
description: >-
  One row per plan as it is today (SCD-1). Where the export repeats an id, the first by created_at
  stays, a row without a date last.
cron: "0 2 * * *"
contract: exact
columns:
  plan_sk:
    type: varchar
    description: md5 of plan_id.
    checks: [not_null, unique]
  plan_id:
    type: varchar
    description: Key of the plan, billing period included.
    checks: [not_null, unique]
  plan_name: { type: varchar, description: Name shown in the app. }
  plan_level: { type: integer, description: 1 is the lowest. }
  price: { type: "decimal(18,2)", description: Per billing period. }
  max_hikes_per_month: { type: integer, description: 999999 stands for no limit. }
  photo_storage_gb: { type: integer, description: Room for photos in GB. }
  description: { type: varchar, description: What the plan offers. }
  plan_created_at: { type: timestamp, description: When the plan was made. }
  billing_period:
    type: varchar
    description: monthly for an id ending in M, annual for A, else null.
    checks:
      - accepted_values: [monthly, annual]
checks:
  - row_count: { min: 1 }
*/
select
  md5(plan_id) as plan_sk,
  plan_id,
  plan_name,
  plan_level,
  price,
  max_hikes_per_month,
  photo_storage_gb,
  description,
  created_at as plan_created_at,
  case
    when plan_id like '%M' then 'monthly'
    when plan_id like '%A' then 'annual'
  end as billing_period
from staging.plans
qualify row_number() over (
  partition by plan_id
  order by
    created_at nulls last,
    plan_level nulls last,
    price nulls last,
    plan_name nulls last,
    max_hikes_per_month nulls last,
    photo_storage_gb nulls last,
    description nulls last
) = 1
