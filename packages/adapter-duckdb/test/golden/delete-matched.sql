delete from "shop"."orders" as o using "shop"."changes" as c
where o.status is not distinct from c.status and o.amount is not distinct from c.amount
