append into `_sluice`.`m__added__version` (`id`, `placed`)
select `id`, `placed` from (select * from (select `id`, `placed`, row_number() over (partition by `id`, `placed`) as _sluice_row from `temp`.`main`.`m__added__version__rows` where `placed` = (select max(`placed`) from `_sluice`.`m__added__version`)) as _sluice_new except distinct select * from (select `id`, `placed`, row_number() over (partition by `id`, `placed`) as _sluice_row from `_sluice`.`m__added__version` where `placed` = (select max(`placed`) from `_sluice`.`m__added__version`)) as _sluice_old) as _sluice_unknown where (select count(*) from `temp`.`main`.`m__added__version__rows` where `placed` = (select max(`placed`) from `_sluice`.`m__added__version`)) - (select count(*) from `_sluice`.`m__added__version` where `placed` = (select max(`placed`) from `_sluice`.`m__added__version`)) > 0;

append into `_sluice`.`m__added__version` (`id`, `placed`)
select `id`, `placed` from `temp`.`main`.`m__added__version__rows`
where coalesce(`placed` > (select max(`placed`) from `_sluice`.`m__added__version`), true) and `placed` <= cast('2024-01-03' as DATE);

append into `_sluice`.`m__added__version` (`id`, `placed`)
select `id`, `placed` from `temp`.`main`.`m__added__version__rows`
where coalesce(`placed` > (select max(`placed`) from `_sluice`.`m__added__version`), true) and `placed` <= cast('2024-01-05' as DATE);

append into `_sluice`.`m__daily__version` (`placed`, `total`)
select `placed`, `total` from (
with `__ephemeral__stage.paid` as (

select `id`, placed, amount, note from `_sluice`.`raw__orders__version` as `orders` # where 'all' of it is
where amount > 0
)
select * from (

select placed, sum(amount)::bigint as total from `__ephemeral__stage.paid` as `paid`
where placed >= cast('2024-01-01' as DATE) and placed < cast('2024-01-03' as DATE) group by placed
)
) as batch where (`placed` >= cast('2024-01-01' as DATE) and `placed` < cast('2024-01-03' as DATE)) or `placed` is null;

append into `_sluice`.`m__daily__version` (`placed`, `total`)
select `placed`, `total` from (
with `__ephemeral__stage.paid` as (

select `id`, placed, amount, note from `_sluice`.`raw__orders__version` as `orders` # where it's all
where amount > 0
)
select * from (

select placed, sum(amount)::bigint as total from `__ephemeral__stage.paid` as `paid`
where placed >= cast('2024-01-01' as DATE) and placed < cast('2024-01-03' as DATE) group by placed
)
) as batch where (`placed` >= cast('2024-01-01' as DATE) and `placed` < cast('2024-01-03' as DATE)) or `placed` is null;

append into `_sluice`.`m__daily__version` (`placed`, `total`)
select `placed`, `total` from (
with `__ephemeral__stage.paid` as (

select `id`, placed, amount, note from `_sluice`.`raw__orders__version` as `orders` # where it's all
where amount > 0
)
select * from (

select placed, sum(amount)::bigint as total from `__ephemeral__stage.paid` as `paid`
where placed >= cast('2024-01-03' as DATE) and placed < cast('2024-01-05' as DATE) group by placed
)
) as batch where (`placed` >= cast('2024-01-03' as DATE) and `placed` < cast('2024-01-05' as DATE)) or `placed` is null;

append into `_sluice`.`m__ended__version` (`id`, `placed`, `amount`, `valid_from`, `valid_to`)
select c.`id`, c.`placed`, c.`amount`, c.`valid_from`, c.`valid_to`
from `temp`.`main`.`m__ended__version__changes` as c
where c.sluice_inserts;

append into `_sluice`.`m__history__version` (`id`, `amount`, `note`, `valid_from`, `valid_to`, `is_deleted`)
select c.`id`, c.`amount`, c.`note`, c.`valid_from`, c.`valid_to`, c.`is_deleted`
from `temp`.`main`.`m__history__version__changes` as c
where c.sluice_inserts;

append into `_sluice`.`m__keyed__version` (`id`, `amount`, `note`)
select _sluice_new.`id`, _sluice_new.`amount`, _sluice_new.`note` from `temp`.`main`.`m__keyed__version__rows` as _sluice_new
where not (false) and not exists (select 1 from `_sluice`.`m__keyed__version` as _sluice_table where (_sluice_table.`id` = _sluice_new.`id` or (_sluice_table.`id` is null and _sluice_new.`id` is null)));

append into `_sluice`.`m__keyed__version` (`id`, `amount`, `note`, `more`)
select _sluice_new.`id`, _sluice_new.`amount`, _sluice_new.`note`, _sluice_new.`more` from `temp`.`main`.`m__keyed__version__rows` as _sluice_new
where not (false) and not exists (select 1 from `_sluice`.`m__keyed__version` as _sluice_table where (_sluice_table.`id` = _sluice_new.`id` or (_sluice_table.`id` is null and _sluice_new.`id` is null)));

append into `_sluice`.`m__newest__version` (`id`, `placed`, `amount`)
select _sluice_new.`id`, _sluice_new.`placed`, _sluice_new.`amount` from `temp`.`main`.`m__newest__version__rows` as _sluice_new
where not (false) and not exists (select 1 from `_sluice`.`m__newest__version` as _sluice_table where (_sluice_table.`id` = _sluice_new.`id` or (_sluice_table.`id` is null and _sluice_new.`id` is null)));

blend into `_sluice`.`m__ended__version` as t using `temp`.`main`.`m__ended__version__changes` as c on t.`id` = c.`id` and t.valid_from = c.sluice_ends and (t.`valid_to` is null or t.`valid_to` > t.`valid_from`)
when matched then update set `valid_to` = c.valid_from;

blend into `_sluice`.`m__history__version` as t using `temp`.`main`.`m__history__version__changes` as c on t.`id` = c.`id` and t.valid_from = c.sluice_ends and (t.`valid_to` is null or t.`valid_to` > t.`valid_from`)
when matched then update set `valid_to` = c.valid_from;

blend into `_sluice`.`m__keyed__version` as _sluice_table using `temp`.`main`.`m__keyed__version__rows` as _sluice_new on (_sluice_table.`id` = _sluice_new.`id` or (_sluice_table.`id` is null and _sluice_new.`id` is null))
when not matched by source then delete;

design table `_sluice`.`m__added__version` (`id` BIGINT, `placed` DATE);

design table `_sluice`.`m__daily__version` (`placed` DATE, `total` BIGINT);

design table `_sluice`.`m__ended__version` (`id` BIGINT, `placed` DATE, `amount` BIGINT, `valid_from` DATE, `valid_to` DATE);

design table `_sluice`.`m__history__version` (`id` BIGINT, `amount` BIGINT, `note` VARCHAR, `valid_from` TIMESTAMP, `valid_to` TIMESTAMP, `is_deleted` BOOLEAN);

design table `_sluice`.`m__keyed__version` (`id` BIGINT, `amount` BIGINT, `note` VARCHAR);

design table `_sluice`.`m__keyed__version` as
select `id`, `amount`, `note`, cast(null as BIGINT) as `more` from `_sluice`.`m__keyed__version`;

design table `_sluice`.`m__newest__version` (`id` BIGINT, `placed` DATE, `amount` BIGINT);

design temporary table `temp`.`main`.`m__added__version__rows` as
with `__ephemeral__stage.paid` as (

select `id`, placed, amount, note from `_sluice`.`raw__orders__version` as `orders` # where 'all' of it is
where amount > 0
)
select * from (

select id, placed from `__ephemeral__stage.paid` as `paid` where placed > cast('0001-01-01' as DATE)
);

design temporary table `temp`.`main`.`m__added__version__rows` as
with `__ephemeral__stage.paid` as (

select `id`, placed, amount, note from `_sluice`.`raw__orders__version` as `orders` # where it's all
where amount > 0
)
select * from (

select id, placed from `__ephemeral__stage.paid` as `paid` where placed > cast('2024-01-02' as DATE)
);

design temporary table `temp`.`main`.`m__ended__version__changes` as
with candidates as (
select s.*, s.`placed` as sluice_date, c.valid_from as sluice_from,
  (c.valid_from is not null and not false) as sluice_present, ((c.valid_from is not null and not false) and false) as sluice_back_dated
from `temp`.`main`.`m__ended__version__rows` as s
left join (select t.* from `_sluice`.`m__ended__version` as t where t.`valid_to` is null) as c
  on s.`id` = c.`id`
where not (c.valid_from is not null and not false) or c.`placed` is null or s.`placed` > c.`placed`
),
history as (
select h.`id`, max(case when (h.`valid_to` is null or h.`valid_to` > h.`valid_from`) then h.valid_to end) as sluice_end
from `_sluice`.`m__ended__version` as h
join candidates as c on h.`id` = c.`id`
where c.sluice_from is null
group by h.`id`
),
placed as (
select c.*, case when c.sluice_back_dated then c.sluice_date
  when c.sluice_present then greatest(c.sluice_date, c.sluice_from)
  when coalesce(c.sluice_from, h.sluice_end) is null or c.sluice_date >= coalesce(c.sluice_from, h.sluice_end) then c.sluice_date
  else greatest(cast(cast('2024-01-03 06:00:00' as TIMESTAMP) as DATE), coalesce(c.sluice_from, h.sluice_end)) end as sluice_starts
from candidates as c
left join history as h on h.`id` = c.`id`
)
select c.`id`, c.`placed`, c.`amount`, c.sluice_starts as valid_from, cast(null as DATE) as valid_to,
  true as sluice_inserts, c.sluice_from as sluice_ends, cast(null as DATE) as sluice_replaces
from placed as c;

design temporary table `temp`.`main`.`m__ended__version__changes` as
with candidates as (
select s.*, s.`placed` as sluice_date, c.valid_from as sluice_from,
  (c.valid_from is not null and not false) as sluice_present, ((c.valid_from is not null and not false) and false) as sluice_back_dated
from `temp`.`main`.`m__ended__version__rows` as s
left join (select t.* from `_sluice`.`m__ended__version` as t where t.`valid_to` is null) as c
  on s.`id` = c.`id`
where not (c.valid_from is not null and not false) or c.`placed` is null or s.`placed` > c.`placed`
),
history as (
select h.`id`, max(case when (h.`valid_to` is null or h.`valid_to` > h.`valid_from`) then h.valid_to end) as sluice_end
from `_sluice`.`m__ended__version` as h
join candidates as c on h.`id` = c.`id`
where c.sluice_from is null
group by h.`id`
),
placed as (
select c.*, case when c.sluice_back_dated then c.sluice_date
  when c.sluice_present then greatest(c.sluice_date, c.sluice_from)
  when coalesce(c.sluice_from, h.sluice_end) is null or c.sluice_date >= coalesce(c.sluice_from, h.sluice_end) then c.sluice_date
  else greatest(cast(cast('2024-01-05 06:00:00' as TIMESTAMP) as DATE), coalesce(c.sluice_from, h.sluice_end)) end as sluice_starts
from candidates as c
left join history as h on h.`id` = c.`id`
)
select c.`id`, c.`placed`, c.`amount`, c.sluice_starts as valid_from, cast(null as DATE) as valid_to,
  true as sluice_inserts, c.sluice_from as sluice_ends, cast(null as DATE) as sluice_replaces
from placed as c;

design temporary table `temp`.`main`.`m__ended__version__rows` as
with `__ephemeral__stage.paid` as (

select `id`, placed, amount, note from `_sluice`.`raw__orders__version` as `orders` # where 'all' of it is
where amount > 0
)
select * from (

select id, placed, amount from `__ephemeral__stage.paid` as `paid`
);

design temporary table `temp`.`main`.`m__ended__version__rows` as
with `__ephemeral__stage.paid` as (

select `id`, placed, amount, note from `_sluice`.`raw__orders__version` as `orders` # where it's all
where amount > 0
)
select * from (

select id, placed, amount from `__ephemeral__stage.paid` as `paid`
);

design temporary table `temp`.`main`.`m__history__version__changes` as
with candidates as (
select s.*, cast('2024-01-03 06:00:00' as TIMESTAMP) as sluice_date, c.valid_from as sluice_from,
  (c.valid_from is not null and not coalesce(c.`is_deleted`, false)) as sluice_present, ((c.valid_from is not null and not coalesce(c.`is_deleted`, false)) and false) as sluice_back_dated
from `temp`.`main`.`m__history__version__rows` as s
left join (select t.* from `_sluice`.`m__history__version` as t where t.`valid_to` is null) as c
  on s.`id` = c.`id`
where not (c.valid_from is not null and not coalesce(c.`is_deleted`, false)) or ((coalesce(s.`amount` <> c.`amount`, true) and not (s.`amount` is null and c.`amount` is null)) or (coalesce(s.`note` <> c.`note`, true) and not (s.`note` is null and c.`note` is null)))
),
history as (
select h.`id`, max(case when (h.`valid_to` is null or h.`valid_to` > h.`valid_from`) then h.valid_to end) as sluice_end
from `_sluice`.`m__history__version` as h
join candidates as c on h.`id` = c.`id`
where c.sluice_from is null
group by h.`id`
),
placed as (
select c.*, case when c.sluice_back_dated then c.sluice_date
  when c.sluice_present then greatest(c.sluice_date, c.sluice_from)
  when coalesce(c.sluice_from, h.sluice_end) is null or c.sluice_date >= coalesce(c.sluice_from, h.sluice_end) then c.sluice_date
  else greatest(cast('2024-01-03 06:00:00' as TIMESTAMP), coalesce(c.sluice_from, h.sluice_end)) end as sluice_starts
from candidates as c
left join history as h on h.`id` = c.`id`
)
select c.`id`, c.`amount`, c.`note`, c.sluice_starts as valid_from, cast(null as TIMESTAMP) as valid_to, false as is_deleted,
  true as sluice_inserts, c.sluice_from as sluice_ends, cast(null as TIMESTAMP) as sluice_replaces
from placed as c
union all
select t.`id`, t.`amount`, t.`note`, greatest(cast('2024-01-03 06:00:00' as TIMESTAMP), t.valid_from), cast(null as TIMESTAMP), cast(true as BOOLEAN), cast(true as BOOLEAN),
  t.valid_from, cast(null as TIMESTAMP)
from `_sluice`.`m__history__version` as t
where t.`valid_to` is null and not coalesce(t.`is_deleted`, false)
  and not exists (select 1 from `temp`.`main`.`m__history__version__rows` as s where s.`id` = t.`id`);

design temporary table `temp`.`main`.`m__history__version__changes` as
with candidates as (
select s.*, cast('2024-01-05 06:00:00' as TIMESTAMP) as sluice_date, c.valid_from as sluice_from,
  (c.valid_from is not null and not coalesce(c.`is_deleted`, false)) as sluice_present, ((c.valid_from is not null and not coalesce(c.`is_deleted`, false)) and false) as sluice_back_dated
from `temp`.`main`.`m__history__version__rows` as s
left join (select t.* from `_sluice`.`m__history__version` as t where t.`valid_to` is null) as c
  on s.`id` = c.`id`
where not (c.valid_from is not null and not coalesce(c.`is_deleted`, false)) or ((coalesce(s.`amount` <> c.`amount`, true) and not (s.`amount` is null and c.`amount` is null)) or (coalesce(s.`note` <> c.`note`, true) and not (s.`note` is null and c.`note` is null)))
),
history as (
select h.`id`, max(case when (h.`valid_to` is null or h.`valid_to` > h.`valid_from`) then h.valid_to end) as sluice_end
from `_sluice`.`m__history__version` as h
join candidates as c on h.`id` = c.`id`
where c.sluice_from is null
group by h.`id`
),
placed as (
select c.*, case when c.sluice_back_dated then c.sluice_date
  when c.sluice_present then greatest(c.sluice_date, c.sluice_from)
  when coalesce(c.sluice_from, h.sluice_end) is null or c.sluice_date >= coalesce(c.sluice_from, h.sluice_end) then c.sluice_date
  else greatest(cast('2024-01-05 06:00:00' as TIMESTAMP), coalesce(c.sluice_from, h.sluice_end)) end as sluice_starts
from candidates as c
left join history as h on h.`id` = c.`id`
)
select c.`id`, c.`amount`, c.`note`, c.sluice_starts as valid_from, cast(null as TIMESTAMP) as valid_to, false as is_deleted,
  true as sluice_inserts, c.sluice_from as sluice_ends, cast(null as TIMESTAMP) as sluice_replaces
from placed as c
union all
select t.`id`, t.`amount`, t.`note`, greatest(cast('2024-01-05 06:00:00' as TIMESTAMP), t.valid_from), cast(null as TIMESTAMP), cast(true as BOOLEAN), cast(true as BOOLEAN),
  t.valid_from, cast(null as TIMESTAMP)
from `_sluice`.`m__history__version` as t
where t.`valid_to` is null and not coalesce(t.`is_deleted`, false)
  and not exists (select 1 from `temp`.`main`.`m__history__version__rows` as s where s.`id` = t.`id`);

design temporary table `temp`.`main`.`m__history__version__rows` as
with `__ephemeral__stage.paid` as (

select `id`, placed, amount, note from `_sluice`.`raw__orders__version` as `orders` # where 'all' of it is
where amount > 0
)
select * from (

select id, amount, note from `__ephemeral__stage.paid` as `paid`
);

design temporary table `temp`.`main`.`m__history__version__rows` as
with `__ephemeral__stage.paid` as (

select `id`, placed, amount, note from `_sluice`.`raw__orders__version` as `orders` # where it's all
where amount > 0
)
select * from (

select id, amount, note from `__ephemeral__stage.paid` as `paid`
);

design temporary table `temp`.`main`.`m__keyed__version__rows` as
with `__ephemeral__stage.paid` as (

select `id`, placed, amount, note from `_sluice`.`raw__orders__version` as `orders` # where 'all' of it is
where amount > 0
)
select * from (

select id, amount, note from `__ephemeral__stage.paid` as `paid`
);

design temporary table `temp`.`main`.`m__keyed__version__rows` as
with `__ephemeral__stage.paid` as (

select `id`, placed, amount, note from `_sluice`.`raw__orders__version` as `orders` # where it's all
where amount > 0
)
select * from (

select id, amount, note from `__ephemeral__stage.paid` as `paid`
);

design temporary table `temp`.`main`.`m__keyed__version__rows` as
with `__ephemeral__stage.paid` as (

select `id`, placed, amount, note from `_sluice`.`raw__orders__version` as `orders` # where it's all
where amount > 0
)
select * from (

select id, amount, note, amount + 1 as `more` from `__ephemeral__stage.paid` as `paid`
);

design temporary table `temp`.`main`.`m__newest__version__rows` as
with `__ephemeral__stage.paid` as (

select `id`, placed, amount, note from `_sluice`.`raw__orders__version` as `orders` # where 'all' of it is
where amount > 0
)
select * from (

select id, placed, amount from `__ephemeral__stage.paid` as `paid`
);

design temporary table `temp`.`main`.`m__newest__version__rows` as
with `__ephemeral__stage.paid` as (

select `id`, placed, amount, note from `_sluice`.`raw__orders__version` as `orders` # where it's all
where amount > 0
)
select * from (

select id, placed, amount from `__ephemeral__stage.paid` as `paid`
);

remove from `_sluice`.`m__daily__version` where `placed` >= cast('2024-01-01' as DATE) and `placed` < cast('2024-01-03' as DATE);

remove from `_sluice`.`m__daily__version` where `placed` >= cast('2024-01-03' as DATE) and `placed` < cast('2024-01-05' as DATE);

remove from `_sluice`.`m__keyed__version` as _sluice_table where exists (select 1 from (
  select _sluice_new.`id` from `_sluice`.`m__keyed__version` as _sluice_old join `temp`.`main`.`m__keyed__version__rows` as _sluice_new on (_sluice_new.`id` = _sluice_old.`id` or (_sluice_new.`id` is null and _sluice_old.`id` is null))
  where ((coalesce(_sluice_new.`amount` <> _sluice_old.`amount`, true) and not (_sluice_new.`amount` is null and _sluice_old.`amount` is null)) or (coalesce(_sluice_new.`note` <> _sluice_old.`note`, true) and not (_sluice_new.`note` is null and _sluice_old.`note` is null)) or (coalesce(_sluice_new.`more` <> _sluice_old.`more`, true) and not (_sluice_new.`more` is null and _sluice_old.`more` is null))) and not (false) and true
) as _sluice_changed where (_sluice_table.`id` = _sluice_changed.`id` or (_sluice_table.`id` is null and _sluice_changed.`id` is null)));

remove from `_sluice`.`m__keyed__version` as _sluice_table where exists (select 1 from (
  select _sluice_new.`id` from `_sluice`.`m__keyed__version` as _sluice_old join `temp`.`main`.`m__keyed__version__rows` as _sluice_new on (_sluice_new.`id` = _sluice_old.`id` or (_sluice_new.`id` is null and _sluice_old.`id` is null))
  where ((coalesce(_sluice_new.`amount` <> _sluice_old.`amount`, true) and not (_sluice_new.`amount` is null and _sluice_old.`amount` is null)) or (coalesce(_sluice_new.`note` <> _sluice_old.`note`, true) and not (_sluice_new.`note` is null and _sluice_old.`note` is null))) and not (false) and true
) as _sluice_changed where (_sluice_table.`id` = _sluice_changed.`id` or (_sluice_table.`id` is null and _sluice_changed.`id` is null)));

remove from `_sluice`.`m__newest__version` as _sluice_table where exists (select 1 from (
  select _sluice_new.`id` from `_sluice`.`m__newest__version` as _sluice_old join `temp`.`main`.`m__newest__version__rows` as _sluice_new on (_sluice_new.`id` = _sluice_old.`id` or (_sluice_new.`id` is null and _sluice_old.`id` is null))
  where ((coalesce(_sluice_new.`placed` <> _sluice_old.`placed`, true) and not (_sluice_new.`placed` is null and _sluice_old.`placed` is null)) or (coalesce(_sluice_new.`amount` <> _sluice_old.`amount`, true) and not (_sluice_new.`amount` is null and _sluice_old.`amount` is null))) and not (false) and (_sluice_old.`placed` is null or _sluice_new.`placed` >= _sluice_old.`placed` or _sluice_old.`placed` > cast('2024-01-03' as DATE))
) as _sluice_changed where (_sluice_table.`id` = _sluice_changed.`id` or (_sluice_table.`id` is null and _sluice_changed.`id` is null)));

remove from `_sluice`.`m__newest__version` as _sluice_table where exists (select 1 from (
  select _sluice_new.`id` from `_sluice`.`m__newest__version` as _sluice_old join `temp`.`main`.`m__newest__version__rows` as _sluice_new on (_sluice_new.`id` = _sluice_old.`id` or (_sluice_new.`id` is null and _sluice_old.`id` is null))
  where ((coalesce(_sluice_new.`placed` <> _sluice_old.`placed`, true) and not (_sluice_new.`placed` is null and _sluice_old.`placed` is null)) or (coalesce(_sluice_new.`amount` <> _sluice_old.`amount`, true) and not (_sluice_new.`amount` is null and _sluice_old.`amount` is null))) and not (false) and (_sluice_old.`placed` is null or _sluice_new.`placed` >= _sluice_old.`placed` or _sluice_old.`placed` > cast('2024-01-05' as DATE))
) as _sluice_changed where (_sluice_table.`id` = _sluice_changed.`id` or (_sluice_table.`id` is null and _sluice_changed.`id` is null)));
