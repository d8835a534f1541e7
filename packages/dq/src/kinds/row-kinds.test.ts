import { describe, expect, it } from "vitest";
import { useWarehouse } from "../../test/warehouse.js";
import { acceptedValues, between, expression, format, notNull, regex } from "../index.js";

const w = useWarehouse();

describe("not_null", () => {
  it("counts nulls, of several columns rows with any null", async () => {
    expect(await w.failing("a int", "(1), (null), (null)", notNull("a"))).toBe(2);
    expect(await w.failing("a int", "(1), (2)", notNull("a"))).toBe(0);
    expect(
      await w.failing(
        "a int, b int",
        "(1, 1), (null, 1), (1, null), (null, null)",
        notNull(["a", "b"]),
      ),
    ).toBe(3);
  });

  it("takes NaN and empty text for values", async () => {
    expect(await w.failing("a double, b text", "('nan', '')", notNull(["a", "b"]))).toBe(0);
  });

  it("is skipped on a column the engine holds free of nulls", async () => {
    await w.values("a int not null", "(1)");
    const columns = [{ name: "a", type: "INTEGER", nullable: false }];
    const result = await w.check(notNull("a"), { columns });
    expect(result).toMatchObject({
      status: "skipped",
      reason: expect.stringContaining("not nullable") as unknown,
    });
    expect(w.queries).toEqual([]);
  });
});

describe("accepted_values", () => {
  it("compares exactly and lets nulls pass", async () => {
    const spec = acceptedValues("s", ["a", "b"]);
    expect(await w.failing("s text", "('a'), ('A'), ('c'), (null), ('b ')", spec)).toBe(3);
    expect(
      await w.failing("s text", "('a'), (null)", acceptedValues("s", ["a"], { on_null: "fail" })),
    ).toBe(1);
  });

  it("compares numbers, text and dates in the column's type", async () => {
    expect(await w.failing("n int", "(1), (2), (3)", acceptedValues("n", [1, "2"]))).toBe(1);
    expect(await w.failing("s text", "('1'), ('2')", acceptedValues("s", [1]))).toBe(1);
    expect(await w.failing("r real", "(0.1), (0.2)", acceptedValues("r", [0.1]))).toBe(1);
    expect(
      await w.failing("p decimal(18,2)", "(0.1), (0.11)", acceptedValues("p", [0.1, 0.105])),
    ).toBe(1);
    expect(
      await w.failing(
        "d date",
        "('2024-01-01'), ('2024-01-02')",
        acceptedValues("d", ["2024-01-01"]),
      ),
    ).toBe(1);
    expect(await w.failing("b boolean", "(true), (false)", acceptedValues("b", [true]))).toBe(1);
    expect(
      await w.failing(
        "h bigint",
        "(9007199254740993), (9007199254740992)",
        acceptedValues("h", ["9007199254740993"]),
      ),
    ).toBe(1);
  });

  it("compares an enum with values it does not have", async () => {
    await w.execute("create type mood as enum ('good', 'bad')");
    expect(
      await w.failing("m mood", "('good'), ('bad')", acceptedValues("m", ["good", "unknown"])),
    ).toBe(1);
  });
});

describe("between", () => {
  it("includes min and max, excludes above and below", async () => {
    const rows = "(0), (1), (5), (10), (11), (null)";
    expect(await w.failing("n int", rows, between("n", { min: 1, max: 10 }))).toBe(2);
    expect(await w.failing("n int", rows, between("n", { above: 1, below: 10 }))).toBe(4);
    expect(await w.failing("n int", rows, between("n", { min: 1, on_null: "fail" }))).toBe(2);
  });

  it("fails NaN within any bounds, and compares infinities as numbers", async () => {
    const rows = "('nan'), ('inf'), ('-inf'), (1)";
    for (const type of ["double", "real"]) {
      expect(await w.failing(`x ${type}`, rows, between("x", { min: 0 }))).toBe(2);
      expect(await w.failing(`x ${type}`, rows, between("x", { max: 1 }))).toBe(2);
      expect(await w.failing(`x ${type}`, rows, between("x", { min: 0, max: 2 }))).toBe(3);
    }
  });

  it("compares 32-bit floats in their own precision", async () => {
    expect(await w.failing("x real", "(0.1), (0.2)", between("x", { max: 0.1 }))).toBe(1);
  });

  it("compares decimals, big integers, dates and timestamps exactly", async () => {
    const decimal = between("p", { max: "12345678901234567890.12" });
    expect(
      await w.failing(
        "p decimal(38,2)",
        "(12345678901234567890.12), (12345678901234567890.13)",
        decimal,
      ),
    ).toBe(1);
    const big = between("h", { max: 9_007_199_254_740_993n });
    expect(await w.failing("h bigint", "(9007199254740993), (9007199254740994)", big)).toBe(1);
    const date = between("d", { max: new Date("2024-01-31T00:00:00Z") });
    expect(await w.failing("d date", "('2024-01-31'), ('2024-02-01')", date)).toBe(1);
    const time = between("ts", { below: "2024-02-01" });
    expect(await w.failing("ts timestamp", "('2024-01-31 23:59:59'), ('2024-02-01')", time)).toBe(
      1,
    );
  });

  it("reads zoned bounds without a zone as UTC, whatever the session's zone", async () => {
    await w.execute("set global timezone = 'America/New_York'");
    const spec = between("ts", { min: "2024-01-31 10:00:00" });
    expect(
      await w.failing(
        "ts timestamptz",
        "('2024-01-31 10:00:00+00'), ('2024-01-31 09:59:59+00')",
        spec,
      ),
    ).toBe(1);
    await w.execute("reset global timezone");
  });
});

describe("expression", () => {
  it("counts rows for which the condition is false; null passes unless told otherwise", async () => {
    const rows = "(1, 2), (3, 2), (null, 2)";
    expect(await w.failing("a int, b int", rows, expression("a <= b"))).toBe(1);
    expect(await w.failing("a int, b int", rows, expression("a <= b", { on_null: "fail" }))).toBe(
      2,
    );
    expect(await w.failing("a int, b int", rows, expression("a <= b", { where: "b > 2" }))).toBe(0);
  });

  it("reads parameters, other relations and self", async () => {
    await w.execute("create or replace table refunds as select 1 as order_id");
    await w.values("order_id int, total int", "(1, 5), (2, 50)");
    const limit = await w.check(expression("total < $limit"), { parameters: { limit: 10 } });
    expect(limit.failing).toBe(1);
    const refunded = expression(
      "not exists (select 1 from refunds where refunds.order_id = self.order_id) -- no refunds",
    );
    expect((await w.check(refunded)).failing).toBe(1);
    const average = await w.check(expression("total <= (select avg(total) from self)"));
    expect(average.failing).toBe(1);
  });
});

describe("regex and format", () => {
  it("matches somewhere unless anchored, with flags", async () => {
    const rows = "('ab'), ('AB'), ('xaby'), (null), ('it''s')";
    expect(await w.failing("s text", rows, regex("s", "ab"))).toBe(2);
    expect(await w.failing("s text", rows, regex("s", /^ab$/i))).toBe(2);
    expect(await w.failing("s text", rows, regex("s", "t's", { on_null: "fail" }))).toBe(4);
  });

  it("checks the form of the whole text", async () => {
    const rows = "('a@b.co'), ('a@b.co\n'), ('x a@b.co'), ('nobody'), (null)";
    expect(await w.failing("s text", rows, format("s", "email"))).toBe(3);
  });
});
