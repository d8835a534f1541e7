import { describe, expect, it } from "vitest";
import { useWarehouse } from "../../test/warehouse.js";
import { customSql, relationships, unique } from "../index.js";

const w = useWarehouse();

describe("unique", () => {
  it("counts all rows that share a key, and says how many keys", async () => {
    await w.values("a int", "(1), (1), (1), (2), (2), (3)");
    const result = await w.check(unique("a"));
    expect(result).toMatchObject({
      status: "failed",
      failing: 5,
      reason: "2 keys occur more than once",
    });
  });

  it("leaves out null keys by default and fails them as a primary key would", async () => {
    const rows = "(1, 1), (1, 1), (null, 1), (null, 1), (2, null), (2, 2)";
    expect(await w.failing("a int, b int", rows, unique(["a", "b"]))).toBe(2);
    expect(await w.failing("a int, b int", rows, unique(["a", "b"], { on_null: "fail" }))).toBe(5);
    const primary = await w.check(unique(["a", "b"], { on_null: "fail", sample: 10 }));
    expect(primary.reason).toBe("1 key occurs more than once");
    expect(primary.sample).toHaveLength(5);
  });

  it("looks only at rows of its filter, in sample and query too", async () => {
    const rows = "(1, 'x'), (1, 'y'), (2, 'x'), (2, 'x')";
    expect(await w.failing("a int, s text", rows, unique("a", { where: "s = 'x'" }))).toBe(2);
    const result = await w.check(unique("a", { where: "s = 'x'" }));
    expect(result.sample).toEqual([
      { a: 2, s: "x" },
      { a: 2, s: "x" },
    ]);
  });

  it("takes equal NaN for equal", async () => {
    expect(await w.failing("a double", "('nan'), ('nan'), (1)", unique("a"))).toBe(2);
  });
});

describe("relationships", () => {
  it("counts rows without a partner; nulls refer to nothing", async () => {
    await w.execute(
      "create or replace table users as select * from (values (1), (2), (null)) v(id)",
    );
    const spec = relationships("user_id", { to: "users", field: "id" });
    expect(await w.failing("user_id int", "(1), (2), (3), (null)", spec)).toBe(1);
    const strict = relationships("user_id", {
      to: { name: "users" },
      field: "id",
      on_null: "fail",
    });
    expect(await w.failing("user_id int", "(1), (2), (3), (null)", strict)).toBe(2);
  });

  it("reads the column of the same name by default, and only rows of its filter", async () => {
    await w.execute("create or replace table parents as select 1 as k");
    const spec = relationships("k", { to: "parents", where: "s = 'x'" });
    expect(await w.failing("k int, s text", "(1, 'x'), (2, 'x'), (3, 'y')", spec)).toBe(1);
  });

  it("is an error when the other relation lacks the column, though the own one has it", async () => {
    await w.execute("create or replace table parents as select 1 as k");
    await w.values("user_id int", "(1), (2)");
    const result = await w.check(relationships("user_id", { to: "parents" }));
    expect(result).toMatchObject({ status: "error", error: { code: "DQ.CHECK_ERROR" } });
  });

  it("fails every value when the other relation is empty, but no null", async () => {
    await w.execute("create or replace table parents (k int)");
    const spec = relationships("k", { to: "parents" });
    expect(await w.failing("k int", "(1), (2), (null)", spec)).toBe(2);
    expect(
      await w.failing("k int", "(1), (null)", { ...spec, args: { ...spec.args, on_null: "fail" } }),
    ).toBe(2);
  });

  it("may refer to its own relation", async () => {
    const spec = relationships("boss", { to: "marts.t", field: "id" });
    expect(await w.failing("id int, boss int", "(1, null), (2, 1), (3, 9)", spec)).toBe(1);
  });
});

describe("sql", () => {
  it("counts the rows its query gives", async () => {
    await w.values("a int, b int", "(1, 2), (3, 2)");
    expect(await w.check(customSql("select a, b from self where a > b -- wrong;"))).toMatchObject({
      status: "failed",
      failing: 1,
      sample: [{ a: 3, b: 2 }],
    });
    expect(await w.check(customSql("with x as (select 1) from x where false;"))).toMatchObject({
      status: "passed",
    });
  });
});
