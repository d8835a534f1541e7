/* model
description: >-
  One row per plan and feature the export rates it on. plan_features names plans without billing period
  (PLN001), plans with it (PLN001M, PLN001A): a plan takes the features of its own id and, for the rest,
  of its id without the last letter M or A.
cron: "0 2 * * *"
columns:
  plan_feature_sk:
    type: varchar
    description: md5 of plan_id|feature_id.
    checks: [not_null, unique]
  plan_sk: { type: varchar, nullable: false, description: "Plan, as in dim_plans." }
  plan_id:
    type: varchar
    nullable: false
    description: Plan, billing period included.
    checks:
      - relationships: { to: warehouse.dim_plans, field: plan_id }
  base_plan_id: { type: varchar, nullable: false, description: Id without billing period. }
  feature_id: { type: varchar, nullable: false, description: "Feature, as in staging.features." }
  feature_name: { type: varchar, description: Null for a feature the export does not describe. }
  feature_category: { description: "Group of features, lower-cased." }
  is_included: { type: boolean, nullable: false, description: Whether the plan has the feature. }
checks:
  - unique: [plan_id, feature_id]
*/
with plans as (
  select plan_sk, plan_id, regexp_replace(plan_id, '[MA]$', '') as base_plan_id
  from warehouse.dim_plans
),
matched as (
  select
    p.plan_sk,
    p.plan_id,
    p.base_plan_id,
    pf.feature_id,
    pf.is_included,
    row_number() over (
      partition by p.plan_id, pf.feature_id order by pf.plan_id <> p.plan_id
    ) as match_rank
  from plans p
  join staging.plan_features pf on pf.plan_id in (p.plan_id, p.base_plan_id)
)
select
  md5(concat_ws('|', m.plan_id, m.feature_id)) as plan_feature_sk,
  m.plan_sk,
  m.plan_id,
  m.base_plan_id,
  m.feature_id,
  f.feature_name,
  f.feature_category,
  m.is_included
from matched m
left join staging.features f on f.feature_id = m.feature_id
where m.match_rank = 1
