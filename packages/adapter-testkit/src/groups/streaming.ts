import { expect } from "vitest";
import { rowsOf, type Kit } from "../context.js";

export function streamingGroup({ engine, numbers, test, warehouse }: Kit): void {
  test("no rows", async () => {
    expect(await rowsOf(warehouse(), "select 1 as a where 1 = 0")).toEqual([]);
  });

  test("columns come in select order, under their names", async () => {
    const [row] = await rowsOf(
      warehouse(),
      'select 1 as z, 2 as a, 3 as "Mixed Case"'.replaceAll('"', quoteOf()),
    );
    expect(Object.keys(row ?? {})).toEqual(["z", "a", "Mixed Case"]);
  });

  test("a column may be called __proto__", async () => {
    const name = warehouse().dialect.quoteIdentifier("__proto__");
    const [row] = await rowsOf(warehouse(), `select 7 as ${name}`);
    expect(Object.entries(row ?? {})).toEqual([["__proto__", 7]]);
  });

  test("a million rows pass in bounded memory", { timeout: 60_000 }, async () => {
    const table = warehouse().dialect.relation(await numbers(1000));
    const sql = `select a.n as n, b.label as label from ${table} a cross join ${table} b`;
    let [rows, most] = [0, 0];
    const start = process.memoryUsage().heapUsed;
    for await (const row of warehouse().query(sql)) {
      rows += 1;
      if (rows % 50_000 === 0) most = Math.max(most, process.memoryUsage().heapUsed - start);
      if (rows === 1) expect(Object.keys(row)).toEqual(["n", "label"]);
    }
    expect(rows).toBe(1_000_000);
    expect(most).toBeLessThan(150 * 2 ** 20);
  });

  test("leaving the loop early ends the query at once", async () => {
    const table = warehouse().dialect.relation(await numbers(1000));
    const sql = `select a.n from ${table} a cross join ${table} b cross join ${table} c cross join ${table} d`;
    const start = performance.now();
    for await (const _row of warehouse().query(sql)) break;
    expect(performance.now() - start).toBeLessThan(10_000);
    expect(await rowsOf(warehouse(), "select 1 as a")).toEqual([{ a: 1 }]);
  });

  test("a stream left early lets go of its connection and of what it read", async () => {
    const { dialect } = warehouse();
    const target = await numbers(5000);
    const sql = `select a.n from ${dialect.relation(target)} a cross join ${dialect.relation(target)} b`;
    for (let i = 0; i < engine().capabilities.concurrency + 3; i++) {
      for await (const row of warehouse().query(sql)) if (row["n"] !== undefined) break;
    }
    await warehouse().drop(target);
    expect(await warehouse().describe(target)).toBeUndefined();
  });

  test("a query inside a query", async () => {
    const table = warehouse().dialect.relation(await numbers(5));
    const seen: unknown[] = [];
    for await (const outer of warehouse().query(`select n from ${table} order by n`)) {
      for await (const inner of warehouse().query(
        `select n from ${table} where n = ${Number(outer["n"])}`,
      ))
        seen.push(inner["n"]);
    }
    expect(seen).toEqual([0n, 1n, 2n, 3n, 4n]);
  });

  function quoteOf(): string {
    return warehouse().dialect.quoteIdentifier("x").charAt(0);
  }
}
