create or replace view "shop"."made" as
select id from "shop"."orders"
