/* model
description: >-
  Plans with types, one row a plan and billing period. The placeholder for no plan (an id of zeros, or
  the name None) is dropped. An id may repeat; warehouse.dim_plans keeps the first.
columns:
  plan_id:
    type: varchar
    description: Key of the plan, billing period included.
    checks:
      - not_null
      - unique: { severity: warn }
  plan_name: { description: Name shown in the app. }
  plan_level: { type: integer, description: 1 is the lowest. }
  price:
    type: decimal(18,2)
    description: Price per billing period.
    checks:
      - between: { min: 0 }
  max_hikes_per_month: { type: integer, description: 999999 stands for no limit. }
  photo_storage_gb: { description: Room for photos in GB. }
  description: { description: What the plan offers. }
  created_at:
    type: timestamp
    description: When the plan was made; null when the export does not say.
*/
with cleaned as (
  select
    nullif(nullif(upper(trim(plan_id)), ''), 'NULL') as plan_id,
    nullif(nullif(trim(plan_name), ''), 'NULL') as plan_name,
    try_cast(trim(plan_level) as integer) as plan_level,
    try_cast(regexp_replace(price, '[$, ]', '', 'g') as decimal(18, 2)) as price,
    try_cast(trim(max_hikes_per_month) as integer) as max_hikes_per_month,
    try_cast(trim(photo_storage_gb) as integer) as photo_storage_gb,
    nullif(nullif(trim(description), ''), 'NULL') as description,
    try_cast(trim(created_at) as timestamp) as created_at
  from raw.plans
)
select distinct *
from cleaned
where plan_id is not null
  and not regexp_matches(plan_id, '^0+$')
  and lower(coalesce(plan_name, '')) <> 'none'
