/* model
description: >-
  One row per registered customer, cleaned. Rows without a readable user_id are left out; of rows
  that repeat a user_id the one updated last stays. Country codes are ISO 3166 alpha-3, states of
  the USA their postal codes; timestamps are UTC.
columns:
  user_id:
    type: bigint
    description: Key of the customer.
    checks: [not_null, unique]
  first_name: { description: Given name; null when the export has none. }
  last_name: { description: Family name; null when the export has none. }
  full_name:
    type: varchar
    nullable: false
    description: First and last name, the one there is, or Unknown.
  email: { type: varchar, pii: true, description: Lower-cased and trimmed. }
  is_valid_email: { type: boolean, nullable: false, description: False for a missing email too. }
  phone: { type: varchar, pii: true, description: "Phone number as typed, trimmed." }
  is_valid_phone:
    type: boolean
    nullable: false
    description: Seven to fifteen digits and nothing but digits, space, +, -, dot and brackets.
  date_of_birth: { type: date, pii: true, description: Day of birth; null when unreadable. }
  city: { pii: true, description: City of the address. }
  state:
    type: varchar
    description: Upper-cased; names of states of the USA become postal codes.
  country: { type: varchar, description: ISO 3166 alpha-3 where known. }
  account_status:
    type: varchar
    description: Status the shop keeps; customer_status of dim_customers is computed.
  signup_date: { type: date, description: Day of registration. }
  created_at: { description: "Instant of registration, in UTC." }
  updated_at: { description: "When the row last changed, in UTC." }
checks:
  - expression:
      sql: is_valid_email
      severity: warn
      label: Customers with a valid email
*/
with typed as (
  select
    try_cast(trim(user_id) as bigint) as user_id,
    nullif(nullif(lower(trim(email)), ''), 'null') as email,
    nullif(nullif(trim(first_name), ''), 'NULL') as first_name,
    nullif(nullif(trim(last_name), ''), 'NULL') as last_name,
    try_cast(trim(date_of_birth) as date) as date_of_birth,
    nullif(nullif(trim(phone), ''), 'NULL') as phone,
    nullif(nullif(trim(city), ''), 'NULL') as city,
    nullif(nullif(upper(trim(state)), ''), 'NULL') as state,
    nullif(nullif(upper(trim(country)), ''), 'NULL') as country,
    nullif(nullif(lower(trim(status)), ''), 'null') as account_status,
    -- A text without an offset is UTC already: queries run in that zone.
    try_cast(trim(created_at) as timestamptz) at time zone 'UTC' as created_at,
    try_cast(trim(updated_at) as timestamptz) at time zone 'UTC' as updated_at
  from raw.raw_customers
),
normalised as (
  select
    * exclude (country),
    case
      when replace(country, '.', '') in ('US', 'USA', 'UNITED STATES', 'UNITED STATES OF AMERICA')
        then 'USA'
      when replace(country, '.', '') in ('UK', 'GB', 'GBR', 'UNITED KINGDOM', 'GREAT BRITAIN')
        then 'GBR'
      when country in ('CA', 'CAN', 'CANADA') then 'CAN'
      when country in ('MX', 'MEX', 'MEXICO') then 'MEX'
      when country in ('DE', 'DEU', 'GERMANY') then 'DEU'
      when country in ('FR', 'FRA', 'FRANCE') then 'FRA'
      when country in ('AU', 'AUS', 'AUSTRALIA') then 'AUS'
      else country
    end as country
  from typed
),
latest as (
  select *
  from normalised
  where user_id is not null
  qualify row_number() over (
    partition by user_id
    order by updated_at desc nulls last, created_at desc nulls last, email nulls last
  ) = 1
),
us_states (state_name, state_code) as (
  values
    ('ALABAMA', 'AL'), ('ALASKA', 'AK'), ('ARIZONA', 'AZ'), ('ARKANSAS', 'AR'),
    ('CALIFORNIA', 'CA'), ('COLORADO', 'CO'), ('CONNECTICUT', 'CT'), ('DELAWARE', 'DE'),
    ('DISTRICT OF COLUMBIA', 'DC'), ('FLORIDA', 'FL'), ('GEORGIA', 'GA'), ('HAWAII', 'HI'),
    ('IDAHO', 'ID'), ('ILLINOIS', 'IL'), ('INDIANA', 'IN'), ('IOWA', 'IA'), ('KANSAS', 'KS'),
    ('KENTUCKY', 'KY'), ('LOUISIANA', 'LA'), ('MAINE', 'ME'), ('MARYLAND', 'MD'),
    ('MASSACHUSETTS', 'MA'), ('MICHIGAN', 'MI'), ('MINNESOTA', 'MN'), ('MISSISSIPPI', 'MS'),
    ('MISSOURI', 'MO'), ('MONTANA', 'MT'), ('NEBRASKA', 'NE'), ('NEVADA', 'NV'),
    ('NEW HAMPSHIRE', 'NH'), ('NEW JERSEY', 'NJ'), ('NEW MEXICO', 'NM'), ('NEW YORK', 'NY'),
    ('NORTH CAROLINA', 'NC'), ('NORTH DAKOTA', 'ND'), ('OHIO', 'OH'), ('OKLAHOMA', 'OK'),
    ('OREGON', 'OR'), ('PENNSYLVANIA', 'PA'), ('RHODE ISLAND', 'RI'), ('SOUTH CAROLINA', 'SC'),
    ('SOUTH DAKOTA', 'SD'), ('TENNESSEE', 'TN'), ('TEXAS', 'TX'), ('UTAH', 'UT'),
    ('VERMONT', 'VT'), ('VIRGINIA', 'VA'), ('WASHINGTON', 'WA'), ('WEST VIRGINIA', 'WV'),
    ('WISCONSIN', 'WI'), ('WYOMING', 'WY')
)
select
  u.user_id,
  u.first_name,
  u.last_name,
  coalesce(nullif(concat_ws(' ', u.first_name, u.last_name), ''), 'Unknown') as full_name,
  u.email,
  coalesce(
    regexp_matches(u.email, '^[a-z0-9._%+-]+@[a-z0-9-]+([.][a-z0-9-]+)*[.][a-z]{2,}$')
    and not contains(u.email, '..'),
    false
  ) as is_valid_email,
  u.phone,
  coalesce(
    regexp_matches(u.phone, '^[0-9 +().-]+$')
    and length(regexp_replace(u.phone, '[^0-9]', '', 'g')) between 7 and 15,
    false
  ) as is_valid_phone,
  u.date_of_birth,
  u.city,
  case when coalesce(u.country, 'USA') = 'USA' then coalesce(s.state_code, u.state) else u.state end
    as state,
  u.country,
  u.account_status,
  cast(u.created_at as date) as signup_date,
  u.created_at,
  u.updated_at
from latest u
left join us_states s on s.state_name = u.state
