/* model
description: One row per customer, cleaned. Of rows that repeat a customer_id the oldest profile stays.
columns:
  customer_id:
    type: varchar
    description: Key of the customer.
    checks: [not_null, unique]
  username: { description: Lower-cased. }
  email: { type: varchar, pii: true, description: Lower-cased and trimmed. }
  phone: { type: varchar, pii: true, description: "Phone number as typed, trimmed." }
  first_name: { description: Given name. }
  last_name: { description: Family name. }
  date_of_birth: { type: date, pii: true, description: Day of birth; null when unreadable. }
  preferred_difficulty: { description: "Difficulty the customer likes, lower-cased." }
  location_city: { description: City of the customer. }
  location_state: { description: "State or province, upper-cased." }
  location_country: { description: "Country, upper-cased." }
  profile_created_date: { type: date, description: Day the profile was made. }
  total_hikes_logged:
    type: integer
    description: Hikes in the customer's diary.
    checks:
      - between: { min: 0, severity: warn }
  favorite_trail_type: { description: Kind of trail the customer likes. }
*/
with cleaned as (
  select
    nullif(nullif(upper(trim(customer_id)), ''), 'NULL') as customer_id,
    nullif(nullif(lower(trim(username)), ''), 'null') as username,
    nullif(nullif(lower(trim(email)), ''), 'null') as email,
    nullif(nullif(trim(phone), ''), 'NULL') as phone,
    nullif(nullif(trim(first_name), ''), 'NULL') as first_name,
    nullif(nullif(trim(last_name), ''), 'NULL') as last_name,
    try_cast(trim(date_of_birth) as date) as date_of_birth,
    nullif(nullif(lower(trim(preferred_difficulty)), ''), 'null') as preferred_difficulty,
    nullif(nullif(trim(location_city), ''), 'NULL') as location_city,
    nullif(nullif(upper(trim(location_state)), ''), 'NULL') as location_state,
    nullif(nullif(upper(trim(location_country)), ''), 'NULL') as location_country,
    try_cast(trim(profile_created_date) as date) as profile_created_date,
    try_cast(trim(total_hikes_logged) as integer) as total_hikes_logged,
    nullif(nullif(trim(favorite_trail_type), ''), 'NULL') as favorite_trail_type
  from raw.customers
)
select *
from cleaned
where customer_id is not null
qualify row_number() over (
  partition by customer_id
  order by profile_created_date nulls last, username nulls last, email nulls last
) = 1
