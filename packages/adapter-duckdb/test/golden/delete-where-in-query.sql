delete from "shop"."orders" where id in (select c.id from "shop"."changes" as c)
