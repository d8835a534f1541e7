update "shop"."orders" as o set "amount" = c.most
from (select max(amount) as most from "shop"."changes") as c
where o.status is not distinct from null
