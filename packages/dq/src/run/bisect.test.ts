import type { SqlRunner } from "@sluice/core/adapter";
import { describe, expect, it } from "vitest";
import { useWarehouse } from "../../test/warehouse.js";
import {
  aggregate,
  between,
  createCheckEngine,
  customSql,
  expression,
  notNull,
  relationships,
  unique,
} from "../index.js";

const w = useWarehouse();

describe("broken checks", () => {
  const poison = (i: number) => expression(`cast(s as int) > ${i}`, { name: `poison_${i}` });

  it.each([[[3]], [[0, 31]], [[5, 6, 20]], [Array.from({ length: 32 }, (_, i) => i)]])(
    "finds the broken ones at %j and measures the others",
    async (places) => {
      await w.values("a int, s text", "(1, 'x'), (2, 'y')");
      const specs = Array.from({ length: 32 }, (_, i) =>
        places.includes(i) ? poison(i) : between("a", { min: 2 - i, sample: 0 }),
      );
      const results = await w.checks(specs);
      results.forEach((result, i) => {
        if (places.includes(i)) {
          expect(result).toMatchObject({
            status: "error",
            check: `poison_${i}`,
            error: { code: "DQ.CHECK_ERROR" },
          });
          expect(result.error?.message).toContain("Could not convert string");
        } else {
          expect(result.failing).toBe(i === 0 ? 1 : 0);
        }
      });
      const scans = w.queries.filter((sql) => sql !== "select 1 as alive");
      expect(scans.length).toBeLessThanOrEqual(2 * places.length * Math.log2(32) + 1);
    },
  );

  it("isolates broken set checks as well", async () => {
    await w.values("a int", "(1), (1)");
    const results = await w.checks([
      unique("a"),
      relationships("a", { to: "no_such_table" }),
      customSql("select nope from self"),
      customSql("select from from"),
      customSql("select 1; select 2"),
      notNull("a"),
      aggregate("a", { min: 0 }),
      aggregate("unnest([1, 2])", { min: 0 }),
      unique("a", { where: "nope = 1", fail: "5%" }),
    ]);
    expect(results.map((r) => r.status)).toEqual([
      "failed",
      "error",
      "error",
      "error",
      "error",
      "passed",
      "error",
      "error",
      "error",
    ]);
    expect(results[1]?.error?.message).toContain("no_such_table");
  });

  it("puts errors at the check's place", async () => {
    await w.values("a int", "(1)");
    const where = { file: "models/t.sql", line: 4 };
    const result = await w.check({ ...expression("nope > 1"), where });
    expect(result.error).toMatchObject({ code: "DQ.CHECK_ERROR", where });
  });

  it("reports checks that do not fit the relation", async () => {
    await w.values("a int", "(1)");
    const run = await w.checkRun([notNull("a")]);
    const [result] = await createCheckEngine().run({ ...run, columns: [] }, w.adapter);
    expect(result).toMatchObject({ status: "error", error: { code: "DQ.CHECK_INVALID" } });
  });

  it("gives up isolating inside a transaction that the engine aborted, and blames no one wrongly", async () => {
    await w.values("a int, s text", "(1, 'x')");
    let results: readonly { status: string }[] = [];
    const attempt = w.adapter.transaction(async (tx: SqlRunner) => {
      results = await w.checks([between("a", { min: 0 }), poison(1), unique("a")], { runner: tx });
    });
    await attempt.catch(() => undefined);
    expect(results.map((r) => r.status)).toEqual(["error", "error", "error"]);
    expect(w.queries.length).toBeLessThanOrEqual(4);
  });
});
