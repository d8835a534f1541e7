import type { WarehouseAdapter } from "@sluice/core/adapter";
import { afterEach, describe, expect, it } from "vitest";
import { duckdb } from "./engine.js";
import type { DuckdbOptions } from "./options.js";

let warehouse: WarehouseAdapter;

afterEach(() => warehouse.close());

async function open(options: Partial<DuckdbOptions> = {}): Promise<void> {
  const engine = duckdb({ path: ":memory:", threads: 3, ...options });
  warehouse = await engine.open({ projectDir: import.meta.dirname });
}

async function smallStatements(count: number): Promise<void> {
  for (let i = 0; i < count; i += 1) await warehouse.execute("select 1", { fewRows: true });
}

/** The engine's threads; with the hint, reading them changes nothing. */
async function threads({ fewRows = true } = {}): Promise<number> {
  const sql = "select current_setting('threads')::int as threads";
  for await (const row of warehouse.query(sql, { fewRows })) return Number(row["threads"]);
  return Number.NaN;
}

describe("the workers of the engine", () => {
  it("stop after several statements of few rows, and start for any other", async () => {
    await open();
    await smallStatements(3);
    expect(await threads()).toBe(3);
    await smallStatements(8);
    expect(await threads()).toBe(1);
    expect(await threads({ fewRows: false })).toBe(3);
    await smallStatements(3);
    expect(await threads()).toBe(3);
  });

  it.each<[string, () => Promise<unknown>]>([
    ["a statement", () => warehouse.execute("create table t as select 1 as i")],
    ["a transaction", () => warehouse.transaction((tx) => tx.execute("create table t (i int)"))],
  ])("run again for %s without the hint", async (_name, work) => {
    await open();
    await smallStatements(10);
    await work();
    expect(await threads()).toBe(3);
  });

  it("go on while a result without the hint is being read", async () => {
    await open();
    for await (const _row of warehouse.query("select * from range(5000)")) {
      await smallStatements(10);
      expect(await threads()).toBe(3);
      break;
    }
    await smallStatements(10);
    expect(await threads()).toBe(1);
  });

  it("go on beside a transaction without the hint, which may be waiting for the next statement", async () => {
    await open();
    await warehouse.transaction(async (tx) => {
      await tx.execute("create table t (i int)");
      await smallStatements(10);
      expect(await threads()).toBe(3);
    });
  });

  it("stay where the project has locked the engine's configuration", async () => {
    await open({ settings: { lock_configuration: true } });
    await smallStatements(20);
    expect(await threads()).toBe(3);
  });

  it("are as many afterwards as the project's settings say", async () => {
    await open({ settings: { threads: 4 } });
    await smallStatements(20);
    expect(await threads()).toBe(1);
    expect(await threads({ fewRows: false })).toBe(4);
  });

  it("follow statements that begin at the same time", async () => {
    await open();
    const statements = Array.from({ length: 40 }, (_, i) =>
      warehouse.execute("select sum(i) from range(1000) r(i)", { fewRows: i % 13 !== 0 }),
    );
    await Promise.all(statements);
    expect(await threads({ fewRows: false })).toBe(3);
  });
});
