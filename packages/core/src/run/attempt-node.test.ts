import { duckdb } from "@sluice/adapter-duckdb";
import { describe, expect, it } from "vitest";
import { testProject } from "../../test/project.js";
import type { SqlRunner, TargetEngine, WarehouseAdapter } from "../warehouse/warehouse-adapter.js";
import { SluiceError } from "../base/errors/sluice-error.js";

/** A real engine in which making a model's table fails so many times, as if another writer were in the way. */
function flaky(table: string, times: number, retryable = true): TargetEngine {
  const inner = duckdb({ path: "shop.duckdb", threads: 2 });
  let left = times;
  const failing = (tx: SqlRunner): SqlRunner => ({
    query: (sql, options) => tx.query(sql, options),
    load: (target, rows, options) => tx.load(target, rows, options),
    execute: (sql, options) => {
      if (!sql.startsWith("create table") || !sql.includes(table) || left === 0)
        return tx.execute(sql, options);
      left -= 1;
      const error = {
        code: "ADAPTER.CONFLICT",
        message: "Somebody else writes.",
        retryable,
      } as const;
      return Promise.reject(new SluiceError(error));
    },
  });
  return {
    ...inner,
    open: async (options) => {
      const warehouse = await inner.open(options);
      const transaction: WarehouseAdapter["transaction"] = (body, more) =>
        warehouse.transaction((tx) => body(failing(tx)), more);
      return new Proxy(warehouse, {
        get: (target, key) => {
          if (key === "transaction") return transaction;
          const value: unknown = Reflect.get(target, key);
          return typeof value === "function" ? (value.bind(target) as unknown) : value;
        },
      });
    },
  };
}

const files = {
  "models/marts/first.sql": "/* model\nkind: table\n*/\nselect 1 as one",
  "models/marts/second.sql": "/* model\nkind: table\n*/\nselect one from marts.first",
};
const project = (engine: TargetEngine, more: Readonly<Record<string, string>> = {}) =>
  testProject({ ...files, ...more }, { targets: { dev: engine } });

describe("a node that fails with an error that may pass", () => {
  it("is tried again, and what waits for it goes on", async () => {
    const { nodes, summary } = await project(flaky("first", 2)).build({ retries: 2 });
    expect(nodes["marts.first"]).toMatchObject({ status: "built", attempts: 3 });
    expect(nodes["marts.second"]).toMatchObject({ status: "built" });
    expect(nodes["marts.second"]?.attempts).toBeUndefined();
    expect(summary).toMatchObject({ ok: true, published: true });
  });

  it("is given up after its retries", async () => {
    const { nodes } = await project(flaky("first", 9)).build({ retries: 1 });
    expect(nodes["marts.first"]).toMatchObject({
      status: "failed",
      attempts: 2,
      error: { code: "ADAPTER.CONFLICT" },
    });
    expect(nodes["marts.second"]?.status).toBe("skipped");
  });

  it("has a number of retries of its own", async () => {
    const own = {
      "models/marts/first.sql": files["models/marts/first.sql"].replace(
        "table",
        "table\nretries: 1",
      ),
    };
    const { nodes } = await project(flaky("first", 1), own).build();
    expect(nodes["marts.first"]).toMatchObject({ status: "built", attempts: 2 });
  });

  it("is tried once where nothing says otherwise", async () => {
    const { nodes } = await project(flaky("first", 1)).build();
    expect(nodes["marts.first"]).toMatchObject({ status: "failed" });
    expect(nodes["marts.first"]?.attempts).toBeUndefined();
  });

  it("stops waiting when it is told to", async () => {
    const stop = new AbortController();
    const building = project(flaky("first", 9)).build({ retries: 9, signal: stop.signal });
    setTimeout(() => stop.abort(), 700);
    const { nodes, summary } = await building;
    expect(nodes["marts.first"]).toMatchObject({ status: "cancelled" });
    expect(summary.ok).toBe(false);
  });
});

it("a node that fails with any other error is not tried again", async () => {
  const { nodes } = await project(flaky("first", 1, false)).build({ retries: 5 });
  expect(nodes["marts.first"]).toMatchObject({ status: "failed" });
  expect(nodes["marts.first"]?.attempts).toBeUndefined();
});

it("`failFast` begins nothing after a failure and names that failure for everything below", async () => {
  const slow = "select count(*) as n from range(30000000) t(i) where hash(i) % 7 = 3";
  const project = testProject({
    "models/marts/a_bad.sql": "/* model\nkind: table\n*/\nselect error('boom')::int as x",
    ...Object.fromEntries(
      ["z1", "z2", "z3", "z4", "z5"].map((name) => [
        `models/marts/${name}.sql`,
        `/* model\nkind: table\n*/\n${slow}`,
      ]),
    ),
    "models/marts/after_z.sql": "/* model\nkind: table\n*/\nselect n from marts.z5",
  });
  const { nodes, summary } = await project.build({ failFast: true });
  expect(summary).toMatchObject({ ok: false, failed: 1, cancelled: 0 });
  const left = Object.values(nodes).filter(({ status }) => status === "skipped");
  expect(left.length).toBeGreaterThan(1);
  for (const { error } of left) expect(error?.message).toContain("because marts.a_bad failed");
  expect(Object.values(nodes)).toHaveLength(7);
});
