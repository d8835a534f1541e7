merge into "shop"."orders" as o using "shop"."changes" as c
on o.id = c.id
when matched and o.status is distinct from c.status then update set "status" = c.status, "amount" = c.amount
when not matched and c.amount < 40 then insert ("id", "status", "amount") values (c.id, c.status, c.amount)
