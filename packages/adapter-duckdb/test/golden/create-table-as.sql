create table "shop"."made" as
select id from "shop"."orders"
