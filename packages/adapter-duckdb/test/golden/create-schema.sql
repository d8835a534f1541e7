create schema if not exists "shop_spare"
