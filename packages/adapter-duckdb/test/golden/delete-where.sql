delete from "shop"."orders" where status is null or amount < 15
