select o.id as o, c.id as c from "shop"."orders" as o join "shop"."changes" as c on o.status is not distinct from c.status order by 1, 2
