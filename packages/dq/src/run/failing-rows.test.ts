import { describe, expect, it } from "vitest";
import { useWarehouse } from "../../test/warehouse.js";
import {
  acceptedValues,
  aggregate,
  between,
  customSql,
  expression,
  notNull,
  relationships,
  unique,
} from "../index.js";

const w = useWarehouse();

describe("failing rows", () => {
  it("keeps five whole rows, more or none when asked", async () => {
    await w.table("select i as a, 'x' as s from range(20) r(i)");
    const sample = async (n?: number) =>
      (await w.check(between("a", { max: 3, ...(n === undefined ? {} : { sample: n }) }))).sample;
    expect(await sample()).toHaveLength(5);
    expect((await sample())?.[0]).toEqual({ a: expect.anything() as unknown, s: "x" });
    expect(await sample(9)).toHaveLength(9);
    expect(await sample(0)).toBeUndefined();
  });

  it("shows a query in plain names that gives exactly the failing rows", async () => {
    await w.execute(
      "create schema if not exists marts; create or replace table parents as select 1 as a",
    );
    await w.table("select i % 7 as a, i as b from range(20) r(i)");
    await w.execute("create or replace view marts.t as select * from main.t");
    const checks = [
      between("a", { max: 3, where: "b > 4 -- recent" }),
      unique("a", { where: "b < 9" }),
      unique("a", { on_null: "fail", where: "self.b < 9" }),
      relationships("a", { to: "parents" }),
      customSql("select a from self where b > $limit -- many"),
      expression("a < (select max(b) from self) - 15 or a > 99"),
    ];
    for (const result of await w.checks(checks, { parameters: { limit: 10 } })) {
      expect(result.status).toBe("failed");
      expect(await w.rows(result.query ?? "")).toHaveLength(result.failing ?? -1);
    }
  });

  it.each([
    [between("a", { max: 3 }), "select * from marts.t where not (a <= 3)"],
    [
      notNull("a", { where: "b > 4" }),
      "select * from marts.t where (b > 4) and not (a is not null)",
    ],
    [expression("(coalesce(a, 9)) < 9"), "select * from marts.t where not ((coalesce(a, 9)) < 9)"],
    [expression("(coalesce(a, 9) < 9)"), "select * from marts.t where not (coalesce(a, 9) < 9)"],
    [expression("self.a < 4"), "select * from marts.t as self where not (self.a < 4)"],
    [
      unique("b", { where: "a > 0" }),
      "select self.* from marts.t as self join (select b from marts.t where (a > 0) and b is not null " +
        "group by b having count(*) > 1) as repeated using (b) where (a > 0) order by b",
    ],
    [
      relationships("a", { to: "parents", field: "Key", on_null: "fail" }),
      "select * from marts.t where (a is null or a not in (select parent.Key from parents as parent " +
        "where parent.Key is not null))",
    ],
    [customSql("select a from self;\n"), "select a from marts.t as self"],
    [acceptedValues("select", ["x"]), `select * from marts.t where not ("select" in ('x'))`],
  ])("shows the failing rows of %j as a person would ask for them", async (spec, query) => {
    await w.execute("create or replace table parents as select 1 as Key");
    await w.values('a int, b int, "select" text', "(9, 1, 'y'), (9, 1, 'y'), (null, 5, 'x')");
    expect((await w.check(spec)).query).toBe(query);
  });

  it("masks personal data in the warehouse, and by name in rows of an author's query", async () => {
    await w.values("id int, Email text", "(1, 'a@b.co'), (2, null)");
    const pii = ["email"];
    const row = await w.check(between("id", { min: 5 }), { pii });
    expect(row.sample).toEqual([
      { id: 1, Email: "***" },
      { id: 2, Email: null },
    ]);
    expect(w.queries.at(-1)).toContain("'***'");
    const own = await w.check(customSql("select id, upper(email) as shout, email from self"), {
      pii,
    });
    expect(own.sample).toEqual([
      { id: 1, shout: "***", Email: "***" },
      { id: 2, shout: null, Email: null },
    ]);
    expect((await w.check(aggregate("max(Email)", { max: "b" }), { pii })).observed).toBe("***");
    expect((await w.check(aggregate("count(email)", { max: 5 }), { pii })).observed).toBe(1);
    const cast = await w.check(expression("cast(email as int) > 0"), { pii });
    expect(cast.error?.message).not.toContain("a@b.co");
  });

  it("handles columns whose names need quotes", async () => {
    await w.values('"a ""b" int, "select" int', "(1, 1), (1, null)");
    const results = await w.checks([
      unique('a "b'),
      notNull("SELECT"),
      between('a "b', { min: 2 }),
    ]);
    expect(results.map((r) => r.failing)).toEqual([2, 1, 2]);
    expect(results.every((r) => r.sample?.length === r.failing)).toBe(true);
  });
});
