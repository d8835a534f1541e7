/* model
description: One row per product and day on which a completed order held it.
columns:
  product_day_key: { type: varchar, nullable: false, description: md5 of product_id|order_date. }
  product_id: { description: Product sold. }
  order_date: { description: Day of the orders in UTC. }
  product_name: { description: Name of the product. }
  brand: { description: Maker of the product. }
  category_name: { description: Category of the product. }
  orders: { description: Completed orders of the day that hold the product. }
  orders_with_discount: { type: bigint, description: Orders with a discount among orders. }
  units_sold: { description: Units sold in them. }
  daily_revenue:
    type: decimal(18,2)
    description: After discount, as total_revenue of fct_order_items.
  daily_profit: { type: "decimal(18,2)", description: Null when the product has no cost. }
*/
select
  md5(concat_ws('|', i.product_id, i.order_date)) as product_day_key,
  i.product_id,
  i.order_date,
  i.product_name,
  i.brand,
  i.category_name,
  count(distinct i.order_id) as orders,
  count(distinct i.order_id) filter (where i.has_order_discount) as orders_with_discount,
  cast(sum(i.quantity) as bigint) as units_sold,
  cast(sum(i.total_revenue) as decimal(18, 2)) as daily_revenue,
  cast(sum(i.line_profit) as decimal(18, 2)) as daily_profit
from intermediate.int_order_items_costed i
where i.order_status = 'completed' and i.product_id is not null
group by all
