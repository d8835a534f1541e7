drop view if exists "shop"."absent"
