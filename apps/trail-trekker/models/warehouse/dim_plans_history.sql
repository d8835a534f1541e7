/* model
description: >-
  What plans used to cost and allow (SCD-2): one row for each version of a plan, with the time in which it
  held. A plan the app no longer exports has no current version; one that comes back begins another.
kind:
  type: snapshot
  key: plan_id
  hard_deletes: invalidate
cron: "0 2 * * *"
columns:
  plan_sk: { type: varchar, description: "Plan, as in dim_plans: all its versions share it." }
  plan_id: { type: varchar, description: "Key of the plan, billing period included." }
  plan_name: { type: varchar, description: Name shown in the app. }
  plan_level: { type: integer, description: 1 is the lowest. }
  price: { type: "decimal(18,2)", description: Per billing period. }
  max_hikes_per_month: { type: integer, description: 999999 stands for no limit. }
  photo_storage_gb: { type: integer, description: Room for photos in GB. }
  description: { type: varchar, description: What the plan offers. }
  billing_period: { type: varchar, description: monthly or annual. }
  valid_from: { type: timestamp, description: "Run that saw the version first, in UTC." }
  valid_to:
    type: timestamp
    description: Run that saw it replaced or gone; null for the version that holds.
*/
select * exclude (plan_created_at)
from warehouse.dim_plans
