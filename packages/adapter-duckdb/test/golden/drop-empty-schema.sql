drop schema if exists "shop_spare"
