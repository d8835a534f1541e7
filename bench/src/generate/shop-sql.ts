/** Every query below gives the columns id, customer_id, day, amount, status, quantity. */

/** Types, de-duplicates and classifies the rows of a seed. */
export function stagingSql(seed: string, i: number): string {
  return `with source as (
  select *
  from ${seed}
),
typed as (
  select
    cast(id as bigint) as id,
    cast(customer_id as bigint) as customer_id,
    cast(day as date) as day,
    cast(amount as decimal(12, 2)) as amount,
    lower(trim(status)) as status,
    cast(quantity as integer) as quantity
  from source
  where id is not null
),
ranked as (
  select
    *,
    row_number() over (
      partition by id
      order by day desc, amount desc
    ) as position
  from typed
),
latest as (
  select id, customer_id, day, amount, status, quantity
  from ranked
  where position = 1
),
classified as (
  select
    id,
    customer_id,
    day,
    case
      when status = 'returned' then -amount
      when status = 'cancelled' then 0
      else amount
    end as amount,
    case
      when amount >= ${500 + i} then 'large'
      when amount >= ${100 + i} then 'medium'
      else 'small'
    end as size,
    status,
    quantity
  from latest
)
select
  id,
  customer_id,
  day,
  cast(amount as decimal(12, 2)) as amount,
  coalesce(nullif(status, ''), size) as status,
  greatest(quantity, 1) as quantity
from classified
where day >= date '2025-01-01'
  and customer_id > 0`;
}

/** Brings up to three parents together, with totals by customer and the change from one day to the next. */
export function intermediateSql(parents: readonly string[], i: number): string {
  const [first = "", second = first, third = second] = parents;
  return `with everything as (
  select id, customer_id, day, amount, status, quantity
  from ${first}
  where status <> 'cancelled'
  union all
  select id, customer_id, day, amount, status, quantity
  from ${second}
  where quantity > ${i % 3}
),
daily as (
  select
    customer_id,
    day,
    min(id) as id,
    sum(amount) as amount,
    sum(quantity) as quantity,
    count(*) filter (where status = 'returned') as returned
  from everything
  group by customer_id, day
),
moving as (
  select
    *,
    lag(amount) over (partition by customer_id order by day) as amount_before,
    avg(amount) over (
      partition by customer_id
      order by day
      rows between 6 preceding and current row
    ) as amount_week,
    rank() over (partition by day order by amount desc) as position
  from daily
),
customers as (
  select
    customer_id,
    max(day) as last_day,
    count(distinct status) as statuses,
    sum(amount) as total
  from ${third}
  group by customer_id
  having sum(amount) is not null
),
joined as (
  select
    moving.*,
    customers.total,
    customers.statuses,
    customers.last_day
  from moving
  left join customers on customers.customer_id = moving.customer_id
)
select
  id,
  customer_id,
  least(day, coalesce(last_day, day)) as day,
  cast(amount + coalesce(amount_week, 0) * ${1 + (i % 5)} as decimal(12, 2)) as amount,
  case when amount > coalesce(amount_before, 0) then 'rising' else 'falling' end as status,
  cast(quantity + returned + coalesce(statuses, 0) as integer) as quantity
from joined
where position <= 100 or total > 0`;
}

/** Ranks customers over up to three parents, in segments. */
export function martSql(parents: readonly string[], i: number): string {
  const [first = "", second = first, third = second] = parents;
  return `with facts as (
  select id, customer_id, day, amount, status, quantity
  from ${first}
),
by_customer as (
  select
    customer_id,
    min(id) as id,
    max(day) as day,
    sum(amount) as amount,
    sum(amount) filter (where status = 'rising') as rising,
    sum(amount) filter (where status = 'falling') as falling,
    sum(quantity) as quantity
  from facts
  group by customer_id
),
peers as (
  select
    customer_id,
    avg(amount) as amount,
    median(quantity) as quantity
  from ${second}
  group by customer_id
),
months as (
  select
    customer_id,
    count(distinct date_trunc('month', day)) as months
  from ${third}
  group by customer_id
),
scored as (
  select
    by_customer.*,
    coalesce(peers.amount, 0) as peer_amount,
    coalesce(months.months, 0) as months,
    ntile(4) over (order by by_customer.amount desc, by_customer.customer_id) as quartile
  from by_customer
  left join peers on peers.customer_id = by_customer.customer_id
  left join months on months.customer_id = by_customer.customer_id
),
segmented as (
  select *, 'top' as segment
  from scored
  where quartile = 1
  union all
  select *, case when rising > falling then 'growing' else 'fading' end as segment
  from scored
  where quartile > 1
)
select
  id,
  customer_id,
  day,
  cast(amount - peer_amount * ${i % 4} as decimal(12, 2)) as amount,
  segment as status,
  cast(quantity + months as integer) as quantity
from segmented
where amount is not null`;
}
