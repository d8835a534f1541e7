/* model
description: >-
  What customers used to be: one row for each version of a customer, with the time in which it held.
  A new version begins with the nightly run that sees another place, account, segment or status.
kind:
  type: snapshot
  key: user_id
  columns: [full_name, email, city, state, country, account_status, customer_segment, customer_status]
  hard_deletes: invalidate
columns:
  user_id: { type: bigint, description: Key of the customer. }
  full_name: { type: varchar, description: "First and last name, the one there is, or Unknown." }
  email: { type: varchar, pii: true, description: Lower-cased and trimmed. }
  city: { type: varchar, pii: true, description: City of the address. }
  state: { description: State or province; postal codes for states of the USA. }
  country: { description: ISO 3166 alpha-3 where known. }
  account_status: { description: Status the shop keeps. }
  customer_segment: { type: varchar, description: "Segment, as in dim_customers." }
  customer_status: { type: varchar, description: "Status, as in dim_customers." }
  total_orders: { description: Completed orders when the version began. }
  lifetime_value: { description: Revenue of the customer when the version began. }
  valid_from: { type: timestamp, description: "Run that saw the version first, in UTC." }
  valid_to: { description: Run that saw it replaced; null for the version that holds. }
*/
select
  user_id,
  full_name,
  email,
  city,
  state,
  country,
  account_status,
  customer_segment,
  customer_status,
  total_orders,
  lifetime_value
from marts.dim_customers
