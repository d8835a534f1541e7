/* model
description: Customers with clean emails and countries.
columns:
  customer_id: { checks: [unique, not_null] }
  email: { pii: true, checks: [{ format: email }] }
  customer_name: { pii: true }
*/
select
  customer_id,
  lower(trim(email)) as email,
  name as customer_name,
  upper(country) as country,
  created_at as signup_date
from raw.customers
