/* model
description: One row per plan (without billing period) and feature, ids written as in staging.features.
columns:
  plan_feature_id: { description: Key of the row in the export. }
  plan_id:
    type: varchar
    nullable: false
    description: Id without billing period (PLN001), or a full one.
  feature_id:
    type: varchar
    nullable: false
    description: Key of the feature.
    checks:
      - relationships: { to: staging.features, field: feature_id, severity: warn }
  is_included:
    type: boolean
    nullable: false
    description: False when the export does not say.
checks:
  - unique: [plan_id, feature_id]
*/
with cleaned as (
  select
    nullif(nullif(upper(trim(plan_feature_id)), ''), 'NULL') as plan_feature_id,
    nullif(nullif(upper(trim(plan_id)), ''), 'NULL') as plan_id,
    nullif(nullif(upper(trim(feature_id)), ''), 'NULL') as source_feature_id,
    coalesce(try_cast(lower(trim(included)) as boolean), false) as is_included
  from raw.plan_features
),
normalised as (
  select
    plan_feature_id,
    plan_id,
    case
      when regexp_matches(source_feature_id, '^[A-Z]+[0-9]{1,2}$')
        then regexp_extract(source_feature_id, '^[A-Z]+')
          || lpad(regexp_extract(source_feature_id, '[0-9]+$'), 3, '0')
      else source_feature_id
    end as feature_id,
    is_included
  from cleaned
)
select *
from normalised
where plan_id is not null and feature_id is not null
qualify row_number() over (
  partition by plan_id, feature_id
  order by plan_feature_id nulls last, is_included desc
) = 1
