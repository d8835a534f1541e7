merge into "shop"."orders" as o using "shop"."changes" as c
on o.id = c.id
when matched then update set "status" = c.status, "amount" = c.amount
when not matched then insert ("id", "status", "amount") values (c.id, c.status, c.amount)
when not matched by source then delete
