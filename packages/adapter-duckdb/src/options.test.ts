import { existsSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { normalizeError } from "./errors.js";
import { all, direct, useFolder } from "../test/files.js";
import { duckdb } from "./index.js";

const folder = useFolder();

describe("options", () => {
  test.each([
    [{}, "path"],
    [{ path: "" }, "path"],
    [{ path: "x", thread: 4 }, "thread"],
    [{ path: "x", threads: 0 }, "threads"],
    [{ path: "x", memory_limit: "lots" }, "memory_limit"],
    [{ path: "x", attach: { "a b": { path: "y" } } }, "attach"],
    [{ path: "x", settings: { "a; drop": 1 } }, "settings"],
    [{ path: "x", settings: { errors_as_json: false } }, "errors_as_json"],
    [{ path: "x", publish: { copies: "y" } }, "publish"],
    [{ path: "x", publish: { copy: "y-{target}.duckdb" } }, "{target}"],
    [{ path: "x", publish: { copy: "y/../x" } }, "the warehouse itself"],
  ])("%j is refused", (options, key) => {
    expect(() => duckdb(options as never)).toThrow(
      expect.objectContaining({
        code: "CONFIG.INVALID",
        message: expect.stringContaining(key) as string,
      }),
    );
  });

  test("settings apply to every connection; unknown ones are refused by name", async () => {
    const warehouse = await duckdb({
      path: ":memory:",
      threads: 3,
      memory_limit: "500MB",
      settings: { default_null_order: "nulls_first", TimeZone: "America/New_York" },
    }).open(folder);
    expect(warehouse.capabilities.concurrency).toBe(3);
    const settings =
      "select current_setting('threads') as t, current_setting('default_null_order') as o, current_setting('TimeZone') as z, current_setting('memory_limit') as m";
    const results = await Promise.all([1, 2, 3].map(() => all(warehouse, settings)));
    for (const [row] of results)
      expect(row).toEqual({ t: 3n, o: "NULLS_FIRST", z: "America/New_York", m: "476.8 MiB" });
    await warehouse.close();
    await expect(
      duckdb({ path: ":memory:", settings: { no_such_setting: 1 } }).open(folder),
    ).rejects.toMatchObject({
      code: "CONFIG.INVALID",
      message: expect.stringContaining("no_such_setting") as string,
    });
  });

  test("other databases are attached, read-only", async () => {
    await direct(folder.file("raw.duckdb"), "create schema s; create table s.t as select 5 as a");
    const warehouse = await duckdb({
      path: "shop.duckdb",
      attach: { raw: { path: "raw.duckdb" } },
    }).open(folder);
    expect(await all(warehouse, "from raw.s.t")).toEqual([{ a: 5 }]);
    expect(await warehouse.describe({ catalog: "raw", schema: "s", name: "t" })).toMatchObject({
      catalog: "raw",
      type: "table",
    });
    expect(await warehouse.list()).toEqual([]);
    await expect(warehouse.execute("create table raw.s.u as select 1")).rejects.toMatchObject({
      code: "ADAPTER.READ_ONLY",
    });
    await warehouse.close();
    await expect(
      duckdb({ path: "shop.duckdb", attach: { raw: { path: "none.duckdb" } } }).open(folder),
    ).rejects.toMatchObject({ code: "ADAPTER.CONNECT" });
    await (await folder.open()).close();
  });

  test("extensions are neither loaded nor installed by themselves", async () => {
    const warehouse = await folder.open();
    await expect(all(warehouse, "from read_xlsx('x.xlsx')")).rejects.toMatchObject({
      code: "SQL.BIND",
    });
    expect(
      await all(
        warehouse,
        "select current_setting('autoload_known_extensions') as a, current_setting('autoinstall_known_extensions') as b",
      ),
    ).toEqual([{ a: false, b: false }]);
    await warehouse.close();
  });

  test("a new file has blocks of the size asked for, and keeps it", async () => {
    const blockSize =
      "select block_size as b from pragma_database_size() where database_name = current_database()";
    for (const options of [{ block_size: 16384 }, {}, { block_size: 262144 }] as const) {
      const warehouse = await duckdb({ path: "shop.duckdb", ...options }).open(folder);
      await warehouse.execute("create or replace table t as select 1 as a");
      expect(await all(warehouse, blockSize)).toEqual([{ b: 16384n }]);
      await warehouse.close();
    }
    const other = await duckdb({ path: "other.duckdb" }).open(folder);
    expect(await all(other, blockSize)).toEqual([{ b: 65536n }]);
    await other.close();
  });

  test("what does not fit in memory spills into the temporary folder, which is not left behind", async () => {
    const spilling = { path: "shop.duckdb", memory_limit: "100MB", threads: 2 };
    const sql =
      "create or replace table t as select hash(range) as h, repeat('x', 40) || range as s from range(2000000) order by s desc";
    const warehouse = await duckdb({ ...spilling, temp_directory: "spill" }).open(folder);
    let seen = false;
    const watch = setInterval(() => (seen ||= existsSync(folder.file("spill"))), 5);
    await warehouse.execute(sql);
    clearInterval(watch);
    expect(seen).toBe(true);
    await warehouse.close();
    expect(existsSync(folder.file("spill"))).toBe(false);
  }, 60_000);

  test("a commit that runs out of memory is coded as any query that does", () => {
    // As DuckDB 1.5 says it, at limits that are met at no other moment.
    const error = new Error(
      "TransactionContext Error: Failed to commit: could not allocate block of size 256.0 KiB (4.7 MiB/4.7 MiB used)",
    );
    expect(normalizeError(error)).toMatchObject({ code: "ADAPTER.OUT_OF_MEMORY" });
  });

  test("a memory limit that is hit is a coded error, and the warehouse works on", async () => {
    const settings = { max_temp_directory_size: "0KB" };
    const warehouse = await duckdb({ path: "shop.duckdb", memory_limit: "50MB", settings }).open(
      folder,
    );
    await expect(
      warehouse.execute("create table t as select list(range) as l from range(20000000)"),
    ).rejects.toMatchObject({ code: "ADAPTER.OUT_OF_MEMORY" });
    expect(await all(warehouse, "select 1 as a")).toEqual([{ a: 1 }]);
    expect(await warehouse.list()).toEqual([]);
    await warehouse.close();
  }, 60_000);
});
