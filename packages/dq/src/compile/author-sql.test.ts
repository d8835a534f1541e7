import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { useWarehouse } from "../../test/warehouse.js";
import { aggregate, customSql, expression, notNull } from "../index.js";
import { isPlain } from "./author-sql.js";

const w = useWarehouse();

describe("isPlain", () => {
  it.each([
    "a > 0",
    "(a + b) * 2 <= c",
    "s in ('x', 'it''s', ')')",
    `"odd ) name" > 1`,
    "coalesce(a, 0) between 1 and 2",
  ])("accepts %s", (text) => expect(isPlain(text)).toBe(true));

  it.each([
    "1=1) or (1=1",
    "a > 0)",
    "(a > 0",
    "a = 'x",
    'a = "x',
    "a > 0 -- note",
    "a /* b */ > 0",
    "a > $limit",
    "a in (select b from c)",
    "a = '\\'",
    "a = $$)$$",
    "a; drop table t",
    "a = '''x'''",
  ])("leaves %s to the parser", (text) => expect(isPlain(text)).toBe(false));
});

describe("an author's text", () => {
  it.each([
    "1=1) or (1=1",
    "true) from t) as x; drop table t; select (1",
    "true then 1 end, case when true",
    "1), case when '",
    "a > 0 /*",
    "*/ a > 0",
    "a > 0; select 1",
    "a > 0, a > 1",
    "select true",
    "a = 'x",
    "",
    ")",
    "true) as sluice_value, (false",
    "true\n) as sluice_value from t --",
  ])("that is no single condition is an error of its check alone: %j", async (text) => {
    await w.values("a int", "(1), (null)");
    const spec = { type: "expression", args: { sql: text || "()" } };
    const [broken, filtered, measured, intact] = await w.checks([
      spec,
      { type: "not_null", column: "a", args: { where: text || "()" } },
      { type: "aggregate", args: { sql: text || "()", min: 0 } },
      notNull("a"),
    ]);
    expect(broken).toMatchObject({ status: "error", error: { code: "DQ.CHECK_ERROR" } });
    expect(filtered).toMatchObject({ status: "error" });
    expect(measured).toMatchObject({ status: "error" });
    expect(intact).toMatchObject({ status: "failed", failing: 1 });
    expect(await w.rows("select count(*)::int as n from t")).toEqual([{ n: 2 }]);
  });

  it.each(["a is null -- or not", "a is null /* ) */", "a is null -- )", "(a is null) -- ("])(
    "may hold comments: %j",
    async (text) => {
      await w.values("a int", "(1), (null)");
      expect(await w.check(expression(text))).toMatchObject({ failing: 1 });
      expect(await w.check(notNull("a", { where: text }))).toMatchObject({ failing: 1, rows: 1 });
      expect(
        await w.check(aggregate(`count(*) filter (where ${text}\n)`, { min: 1 })),
      ).toMatchObject({ observed: 1 });
    },
  );

  it("cannot run a second statement from custom SQL", async () => {
    await w.values("a int", "(1)");
    for (const sql of [
      "select 1) as x; drop table t; --",
      "drop table t",
      "select 1; drop table t",
    ]) {
      expect(await w.check(customSql(sql))).toMatchObject({ status: "error" });
    }
    expect(await w.rows("select a from t")).toEqual([{ a: 1 }]);
  });

  it("never changes what the other checks of the batch find", async () => {
    await w.values("a int", "(1), (null)");
    const piece = fc.constantFrom(
      "(",
      ")",
      "'",
      '"',
      "--",
      "/*",
      "*/",
      ",",
      ";",
      " a ",
      "1",
      "=",
      "\n",
      " or ",
      "case when ",
      " then ",
      " end ",
      "$$",
      "select ",
      " from t ",
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { minLength: 1, maxLength: 8 }), async (pieces) => {
        const text = pieces.join("");
        fc.pre(text.trim() !== "");
        const [, intact, other] = await w.checks([
          { type: "expression", args: { sql: text, sample: 0 } },
          notNull("a"),
          expression("a = 1", { where: "true" }),
        ]);
        expect(intact).toMatchObject({ status: "failed", failing: 1, rows: 2 });
        expect(other).toMatchObject({ status: "passed", failing: 0, rows: 2 });
      }),
      { numRuns: 300 },
    );
  });
});
