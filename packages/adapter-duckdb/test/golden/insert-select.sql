insert into "shop"."orders" ("amount", "id")
select amount, id from "shop"."changes" where id = 4
