insert into "shop"."orders" ("amount", "id") values (40, 4)
