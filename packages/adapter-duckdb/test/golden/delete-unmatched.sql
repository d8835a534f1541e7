delete from "shop"."orders" as o
where not exists (select 1 from "shop"."changes" as c where o.status is not distinct from c.status)
