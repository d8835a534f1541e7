drop table if exists "shop"."absent"
