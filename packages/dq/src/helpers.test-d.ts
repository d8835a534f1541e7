import { defineModel, sql, type TypedCheckSpec } from "@sluice/core";
import { describe, expectTypeOf, it } from "vitest";
import { z } from "zod";
import {
  acceptedValues,
  aggregate,
  between,
  customSql,
  expression,
  format,
  freshness,
  nonOverlapping,
  notNull,
  regex,
  relationships,
  rowCount,
  unique,
} from "./index.js";

describe("helpers carry the columns they name", () => {
  it("as literal types", () => {
    expectTypeOf(unique("a")).toEqualTypeOf<TypedCheckSpec<"a">>();
    expectTypeOf(unique(["a", "b"])).toEqualTypeOf<TypedCheckSpec<"a" | "b">>();
    expectTypeOf(notNull(["a"])).toEqualTypeOf<TypedCheckSpec<"a">>();
    expectTypeOf(between("a", { min: 0 })).toEqualTypeOf<TypedCheckSpec<"a">>();
    expectTypeOf(nonOverlapping("k", { from: "f", to: "t" })).toEqualTypeOf<
      TypedCheckSpec<"k" | "f" | "t">
    >();
    expectTypeOf(relationships("a", { to: { name: "x.y" } })).toEqualTypeOf<TypedCheckSpec<"a">>();
    expectTypeOf(expression("a > 0")).toEqualTypeOf<TypedCheckSpec<never>>();
    expectTypeOf(rowCount({ min: 1 })).toEqualTypeOf<TypedCheckSpec<never>>();
  });

  it("so that a model accepts checks of its columns only", () => {
    const columns = z.object({ a: z.int(), b: z.string(), at: z.date() });
    const query = () => sql`select 1 as a, 'x' as b, now() as at`;
    defineModel({
      columns,
      sql: query,
      checks: [
        unique("a"),
        unique(["a", "b"]),
        notNull("b", { severity: "warn" }),
        nonOverlapping(["a", "b"], { from: "at", to: "at" }),
        acceptedValues("b", ["x"]),
        relationships("a", { to: "marts.other", field: "anything" }),
        between("a", { min: 0, warn: "5%", fail: 10 }),
        regex("b", /x/),
        format("b", "uuid"),
        freshness("at", { error_after: "1d" }),
        expression("a > 0"),
        rowCount({ min: 1 }),
        aggregate("sum(a)", { max: 10n }),
        customSql("select 1 from self where false"),
      ],
    });
    // @ts-expect-error there is no column `nope`
    defineModel({ columns, sql: query, checks: [unique("nope")] });
    // @ts-expect-error one of several columns is unknown
    defineModel({ columns, sql: query, checks: [unique(["a", "nope"])] });
    // @ts-expect-error among good checks
    defineModel({ columns, sql: query, checks: [unique("a"), between("nope", { min: 0 })] });
    // @ts-expect-error relationships name a column too
    defineModel({ columns, sql: query, checks: [relationships("nope", { to: "marts.other" })] });
    // @ts-expect-error a range is between columns of the model
    defineModel({ columns, sql: query, checks: [nonOverlapping("a", { from: "at", to: "nope" })] });
    // @ts-expect-error and so does freshness
    defineModel({ columns, sql: query, checks: [freshness("nope", { error_after: "1d" })] });
    defineModel({ sql: query, checks: [unique("any column when none are declared")] });
  });
});

describe("options", () => {
  it("refuse what a kind does not take", () => {
    // @ts-expect-error unknown option
    unique("a", { colour: "red" });
    // @ts-expect-error a text that is no percentage
    unique("a", { fail: "5 percent" });
    // @ts-expect-error not_null has no null rule
    notNull("a", { on_null: "fail" });
    // @ts-expect-error row_count has no bands
    rowCount({ min: 1, fail: 3 });
    // @ts-expect-error custom SQL filters in its query
    customSql("select 1", { where: "true" });
    // @ts-expect-error unknown form
    format("a", "emial");
    // @ts-expect-error severity is error or warn
    unique("a", { severity: "fatal" });
    // @ts-expect-error the relation is required
    relationships("a", { field: "b" });
    // @ts-expect-error bounds are required
    between("a");
  });
});
