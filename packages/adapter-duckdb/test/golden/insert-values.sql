insert into "shop"."orders" ("id", "status", "amount") values (4, 'it''s', 40), (5, null, 50)
