update "shop"."orders" set "status" = 'late', "amount" = amount + 1 where status is null or id = 1
