update "shop"."orders" as o set "status" = c.status, "amount" = o.amount + c.amount
from "shop"."changes" as c
where o.id = c.id and c.amount < 30
