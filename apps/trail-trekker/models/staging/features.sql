/* model
description: >-
  One row per feature. Ids are letters and at least three digits: FTR06 becomes FTR006, as
  plan_features calls it.
columns:
  feature_id:
    type: varchar
    description: Key of the feature.
    checks: [not_null, unique]
  feature_name: { description: Name shown in the app. }
  feature_description: { description: What the feature does. }
  feature_category: { type: varchar, description: Lower-cased. }
*/
with cleaned as (
  select
    nullif(nullif(upper(trim(feature_id)), ''), 'NULL') as source_id,
    nullif(nullif(trim(feature_name), ''), 'NULL') as feature_name,
    nullif(nullif(trim(feature_description), ''), 'NULL') as feature_description,
    nullif(nullif(lower(trim(feature_category)), ''), 'null') as feature_category
  from raw.features
),
normalised as (
  select
    case
      when regexp_matches(source_id, '^[A-Z]+[0-9]{1,2}$')
        then regexp_extract(source_id, '^[A-Z]+')
          || lpad(regexp_extract(source_id, '[0-9]+$'), 3, '0')
      else source_id
    end as feature_id,
    source_id,
    feature_name,
    feature_description,
    feature_category
  from cleaned
)
select feature_id, feature_name, feature_description, feature_category
from normalised
where feature_id is not null
-- Where both spellings occur, the row that needed no repair stays.
qualify row_number() over (
  partition by feature_id
  order by source_id <> feature_id, feature_name nulls last, feature_description nulls last
) = 1
