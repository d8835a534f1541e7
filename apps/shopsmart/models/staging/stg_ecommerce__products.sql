/* model
description: >-
  One row per product of the catalogue, with its category and the category above. Rows without a
  readable product_id are left out; of rows that repeat one the newest stays.
columns:
  product_id:
    type: bigint
    description: Key of the product.
    checks: [not_null, unique]
  product_name:
    type: varchar
    description: Name shown in the shop.
    checks:
      - not_null: { severity: warn }
  brand: { description: Maker of the product; null when not said. }
  category_id: { description: Category the product is in. }
  category_name: { description: Name of that category. }
  parent_category_id:
    description: Category above; null at the top, or when the export does not list it.
  parent_category_name:
    type: varchar
    description: Null for a product in a category at the top.
  department: { type: varchar, description: Category at the top. }
  unit_price:
    type: decimal(18,2)
    description: Current list price.
    checks:
      - between: { min: 0, severity: warn }
  unit_cost:
    type: decimal(18,2)
    description: Current cost; null when unknown.
    checks:
      - not_null: { severity: warn }
  unit_margin: { type: "decimal(18,2)", description: List price less cost. }
  margin_pct:
    type: double
    description: Margin in percent of the list price; null without a price.
  sku: { description: "Stock keeping unit, upper-cased." }
  is_active: { description: Whether the shop still sells it. }
  created_at: { description: Day the product entered the catalogue. }
*/
with products as (
  select
    try_cast(trim(product_id) as bigint) as product_id,
    nullif(nullif(trim(product_name), ''), 'NULL') as product_name,
    try_cast(trim(category_id) as bigint) as category_id,
    nullif(nullif(trim(brand), ''), 'NULL') as brand,
    try_cast(regexp_replace(price, '[$, ]', '', 'g') as decimal(18, 2)) as unit_price,
    try_cast(regexp_replace(cost, '[$, ]', '', 'g') as decimal(18, 2)) as unit_cost,
    nullif(nullif(upper(trim(sku)), ''), 'NULL') as sku,
    try_cast(lower(trim(is_active)) as boolean) as is_active,
    try_cast(trim(created_at) as date) as created_at
  from raw.raw_products
),
latest_products as (
  select *
  from products
  where product_id is not null
  qualify row_number() over (
    partition by product_id
    order by created_at desc nulls last, product_name nulls last, unit_price desc nulls last
  ) = 1
),
categories as (
  select
    try_cast(trim(category_id) as bigint) as category_id,
    nullif(nullif(trim(category_name), ''), 'NULL') as category_name,
    nullif(nullif(trim(parent_category), ''), 'NULL') as parent_category
  from raw.raw_categories
),
one_category_per_id as (
  select *
  from categories
  where category_id is not null
  qualify row_number() over (
    partition by category_id
    order by category_name nulls last, parent_category nulls last
  ) = 1
),
-- The export names the category above instead of giving its id.
one_category_per_name as (
  select lower(category_name) as category_key, min(category_id) as category_id
  from one_category_per_id
  group by 1
)
select
  p.product_id,
  p.product_name,
  p.brand,
  p.category_id,
  c.category_name,
  parent.category_id as parent_category_id,
  c.parent_category as parent_category_name,
  coalesce(c.parent_category, c.category_name) as department,
  p.unit_price,
  p.unit_cost,
  cast(p.unit_price - p.unit_cost as decimal(18, 2)) as unit_margin,
  round(100 * (p.unit_price - p.unit_cost) / nullif(p.unit_price, 0), 2) as margin_pct,
  p.sku,
  p.is_active,
  p.created_at
from latest_products p
left join one_category_per_id c on c.category_id = p.category_id
left join one_category_per_name parent on parent.category_key = lower(c.parent_category)
