import { describe, expect, it } from "vitest";
import { useWarehouse } from "../../test/warehouse.js";
import {
  acceptedValues,
  aggregate,
  between,
  customSql,
  expression,
  format,
  freshness,
  notNull,
  regex,
  relationships,
  rowCount,
  unique,
} from "../index.js";

const w = useWarehouse();

const checks = [
  notNull("id"),
  unique("id"),
  unique(["customer_id", "placed_at"]),
  acceptedValues("status", ["open", "paid"]),
  relationships("customer_id", { to: "customers", field: "id" }),
  between("discount", { min: 0, max: 1 }),
  expression("paid <= total"),
  regex("sku", /^[A-Z]{2}-\d+$/),
  format("email", "email"),
  rowCount({ min: 100, max: 101 }),
  freshness("placed_at", { error_after: "2d" }),
  aggregate("avg(total)", { min: 10, max: 11 }),
  customSql("select * from self where placed_at < '2024-01-01'", { name: "too_old" }),
];

/** Each defect, as an update of the good table, and the one check that must notice. */
const defects: readonly (readonly [string, string, string])[] = [
  ["a null key", "update t set id = null where id = 7", "not_null(id)"],
  ["a repeated key", "update t set id = 8 where id = 7", "unique(id)"],
  [
    "a repeated combination",
    "update t set placed_at = (select placed_at from t where id = 8), customer_id = (select customer_id from t where id = 8) where id = 7",
    "unique(customer_id, placed_at)",
  ],
  ["an unknown status", "update t set status = 'Paid' where id = 7", "accepted_values(status)"],
  [
    "an orphan",
    "update t set customer_id = 99 where id = 7",
    "relationships(customer_id -> customers)",
  ],
  ["a value out of range", "update t set discount = 1.01 where id = 7", "between(discount)"],
  ["a NaN", "update t set discount = 'nan' where id = 7", "between(discount)"],
  ["an infinity", "update t set discount = 'inf' where id = 7", "between(discount)"],
  ["a broken rule", "update t set paid = total + 1 where id = 7", "expression(paid <= total)"],
  ["a broken code", "update t set sku = 'ab-1' where id = 7", "regex(sku)"],
  ["a broken email", "update t set email = 'nobody' where id = 7", "format(email: email)"],
  ["missing rows", "delete from t where id = 50", "row_count()"],
  ["old data", "update t set placed_at = placed_at - interval 90 hours", "freshness(placed_at)"],
  ["a shifted mean", "update t set total = total + 2", "aggregate(avg(total))"],
  ["a row from the past", "update t set placed_at = '2020-01-01' where id = 7", "too_old"],
];

async function goodTable(): Promise<void> {
  await w.execute("create or replace table customers as select i as id from range(10) r(i)");
  await w.table(`select i as id, i % 10 as customer_id, (['open', 'paid'])[1 + i % 2] as status,
    (i / 100.0)::double as discount, 10.5 as total, 5.0::decimal(9, 2) as paid, 'AB-' || i as sku,
    'u' || i || '@mail.example' as email,
    timestamp '2024-06-01 10:00:00' - to_minutes(i::int) as placed_at from range(100) r(i)`);
}

describe("a good table with one defect", () => {
  it("passes every check before", async () => {
    await goodTable();
    const results = await w.checks(checks);
    expect(results.filter((r) => r.status !== "passed")).toEqual([]);
  });

  it.each(defects)("%s is noticed by exactly one check", async (_name, sql, expected) => {
    await goodTable();
    await w.execute(sql);
    const results = await w.checks(checks);
    const noticed = results.filter((r) => r.status !== "passed");
    expect(noticed.map((r) => r.check)).toEqual([expected]);
    expect(noticed[0]?.status).toBe("failed");
  });

  it("has a defect for every kind of check", () => {
    const kinds = new Set(checks.map((c) => c.type));
    const noticed = new Set(
      defects.map(([, , check]) => (check === "too_old" ? "sql" : check.replace(/\(.*/, ""))),
    );
    expect(noticed).toEqual(kinds);
  });
});
