create table "shop"."made" ("id" BIGINT not null, "select" VARCHAR)
