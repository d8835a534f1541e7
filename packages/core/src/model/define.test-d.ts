import { expectTypeOf, test } from "vitest";
import { z } from "zod";
import type { TypedCheckSpec } from "./check/check.js";
import { defineModel, defineRows, defineSeed, defineSource } from "./define.js";
import { sql, type SqlParameter, type SqlRef } from "./sql.js";

/** As the helpers of `@sluice/dq` are typed: the column is part of the type. */
function unique<const TColumn extends string>(column: TColumn): TypedCheckSpec<TColumn> {
  return { type: "unique", column, args: {} };
}

const columns = z.object({ id: z.int(), name: z.string().nullable() });
const orders = defineModel({ name: "staging.orders", columns, sql: () => sql`select 1 as id` });

test("refs are known by their keys, and nothing else is", () => {
  defineModel({
    refs: { orders, users: "staging.users" },
    sql: (refs, context) => {
      expectTypeOf(refs).toEqualTypeOf<{ readonly orders: SqlRef; readonly users: SqlRef }>();
      expectTypeOf(context.now).toEqualTypeOf<SqlParameter>();
      // @ts-expect-error `order` is not among the refs
      return sql`select * from ${refs.order}`;
    },
  });
});

test("a ref is a definition or a name", () => {
  defineModel({
    // @ts-expect-error a number is neither
    refs: { orders: 3 },
    sql: () => sql`select 1`,
  });
});

test("checks name declared columns", () => {
  defineModel({ columns, checks: [unique("id"), unique("name")], sql: () => sql`select 1` });
  defineModel({
    columns,
    // @ts-expect-error there is no column `nmae`
    checks: [unique("nmae")],
    sql: () => sql`select 1`,
  });
  defineRows({
    columns,
    // @ts-expect-error there is no column `ids`
    checks: [unique("ids")],
    rows: () => [],
  });
  defineSeed({
    columns,
    file: "s.csv",
    // @ts-expect-error there is no column `ids`
    checks: [unique("ids")],
  });
  defineSource({
    name: "ext.s",
    columns,
    // @ts-expect-error there is no column `ids`
    checks: [unique("ids")],
  });
});

test("columns by name take the options of a header and no others", () => {
  const query = () => sql`select 1 as id`;
  defineModel({
    columns: {
      id: {
        type: "bigint",
        nullable: false,
        description: "The key.",
        tags: ["key"],
        pii: true,
        checks: ["unique", { between: { min: 0 } }, unique("id")],
      },
      name: {},
    },
    // Other columns are allowed, so checks may be of any.
    checks: [unique("other")],
    sql: query,
  });
  defineSeed({ file: "s.csv", columns: { id: { type: "bigint" } } });
  defineSource({ name: "ext.s", columns: { id: { pii: true } } });
  // @ts-expect-error there is no option `descripton`
  defineModel({ columns: { id: { descripton: "The key." } }, sql: query });
  // @ts-expect-error nor beside one that there is
  defineModel({ columns: { id: { type: "bigint", typ: "int" } }, sql: query });
  // @ts-expect-error a type is an option, not the column
  defineModel({ columns: { id: "bigint" }, sql: query });
  // @ts-expect-error tags are a list
  defineModel({ columns: { id: { tags: "key" } }, sql: query });
  // @ts-expect-error a check is no number
  defineSeed({ file: "s.csv", columns: { id: { checks: [3] } } });
  // @ts-expect-error zod types stand in z.object
  defineModel({ columns: { id: z.int() }, sql: query });
  // @ts-expect-error rows need types
  defineRows({ columns: { id: { type: "bigint" } }, rows: () => [] });
});

test("checks name any column where none are declared", () => {
  defineModel({ checks: [unique("whatever")], sql: () => sql`select 1` });
});

test("kinds are the known ones", () => {
  defineModel({ kind: "table", sql: () => sql`select 1` });
  defineModel({ kind: { type: "ephemeral" }, sql: () => sql`select 1` });
  // @ts-expect-error there is no kind `tabel`
  defineModel({ kind: "tabel", sql: () => sql`select 1` });
  // @ts-expect-error a seed is defined by defineSeed
  defineModel({ kind: "seed", sql: () => sql`select 1` });
  const byDay = { type: "incremental_by_time", time: "id", start: "2024-01-01" } as const;
  defineModel({
    columns,
    kind: { ...byDay, time_zone: "Europe/Berlin" },
    sql: () => sql`select 1`,
  });
  // @ts-expect-error a zone is named
  defineModel({ columns, kind: { ...byDay, time_zone: 2 }, sql: () => sql`select 1` });
});

test("the query is a fragment, never text", () => {
  // @ts-expect-error plain text would be pasted
  defineModel({ sql: () => "select 1" });
  // @ts-expect-error a function cannot stand in a query
  sql`select ${() => 1}`;
  // @ts-expect-error nor can undefined
  sql`select ${undefined}`;
});

test("rows fit their columns", () => {
  defineRows({
    columns,
    rows: async function* () {
      yield { id: 1, name: null };
    },
  });
  defineRows({
    columns,
    // @ts-expect-error `id` is a number
    rows: async function* () {
      yield { id: "1", name: null };
    },
  });
  defineRows({
    columns,
    // @ts-expect-error `name` is missing
    rows: () => [{ id: 1 }],
  });
  // @ts-expect-error a generator needs declared columns
  defineRows({ rows: () => [] });
});

test("a definition keeps its mark, so that a seed is no model", () => {
  expectTypeOf(orders.$define).toEqualTypeOf<"model">();
  expectTypeOf(defineSeed({ file: "s.csv" }).$define).toEqualTypeOf<"seed">();
});
