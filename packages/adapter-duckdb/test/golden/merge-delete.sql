merge into "shop"."orders" as o using "shop"."changes" as c
on o.id = c.id
when matched and c.status is null then delete
when matched then update set "status" = c.status, "amount" = c.amount
