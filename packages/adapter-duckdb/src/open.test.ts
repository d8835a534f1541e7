import { spawn } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { DuckDBInstance } from "@duckdb/node-api";
import type { WarehouseAdapter } from "@sluice/core/adapter";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { duckdb } from "./index.js";

const nativePath = pathToFileURL(createRequire(import.meta.url).resolve("@duckdb/node-api")).href;
let projectDir = "";
beforeEach(() => {
  projectDir = mkdtempSync(join(tmpdir(), "sluice-open-"));
});
afterEach(() => rmSync(projectDir, { recursive: true, force: true }));

const file = (name = "shop.duckdb") => join(projectDir, name);
const open = (options = {}) =>
  duckdb({ path: "shop.duckdb" }).open({ projectDir, command: "sluice test", ...options });

async function all(warehouse: WarehouseAdapter, sql: string) {
  const rows = [];
  for await (const row of warehouse.query(sql)) rows.push(row);
  return rows;
}

/** Rows as another program reads them: the file opened directly. */
async function direct(path: string, sql: string) {
  const instance = await DuckDBInstance.create(path);
  try {
    return (await (await instance.connect()).runAndReadAll(sql)).getRowObjectsJson();
  } finally {
    instance.closeSync();
  }
}

/** A process that opens the file, runs SQL, and stays until it is killed. */
async function holder(path: string, sql: string) {
  const code = `
    const { DuckDBInstance } = (await import(${JSON.stringify(nativePath)})).default;
    const instance = await DuckDBInstance.create(${JSON.stringify(path)});
    const connection = await instance.connect();
    await connection.run(${JSON.stringify(sql)});
    console.log("ready");
    setInterval(() => connection.run("select 1"), 1000);`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", code], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await new Promise<void>((resolve) => child.stdout.once("data", () => resolve()));
  return {
    pid: child.pid,
    kill: () =>
      new Promise<void>((resolve) => {
        child.once("exit", () => resolve());
        child.kill("SIGKILL");
      }),
  };
}

describe("the file for other programs", () => {
  test("views work when the file is opened directly, also under another name", async () => {
    const warehouse = await open();
    await warehouse.ensureNamespace("_sluice");
    await warehouse.ensureNamespace("marts");
    await warehouse.execute(
      `create table _sluice.t as select 42 as a; create view marts.v as select * from _sluice.t; create view v2 as select v.a from marts.v`,
    );
    await warehouse.close();
    copyFileSync(file(), file("copy of it.db"));
    for (const path of [file(), file("copy of it.db")]) {
      expect(await direct(path, "select v.a, v2.a as b from marts.v, v2")).toEqual([
        { a: 42, b: 42 },
      ]);
    }
  });

  test("views another program stored with the file's own name in them work here", async () => {
    await direct(
      file(),
      "create schema raw; create table raw.t as select 7 as a; create view raw.v as select * from shop.raw.t",
    );
    const warehouse = await open();
    expect(await all(warehouse, "from raw.v")).toEqual([{ a: 7 }]);
    expect(await all(warehouse, "from shop.raw.v")).toEqual([{ a: 7 }]);
    await warehouse.close();
  });

  test("a schema may have the name of the file", async () => {
    for (let round = 0; round < 2; round++) {
      const warehouse = await open();
      await Promise.all([
        warehouse.ensureNamespace("shop"),
        warehouse.ensureNamespace("other"),
        warehouse.ensureNamespace("Shop"),
      ]);
      await warehouse.execute(
        "create or replace table shop.t as select 1 as a; create or replace view shop.v as from shop.t",
      );
      expect(await all(warehouse, "from shop.v")).toEqual([{ a: 1 }]);
      expect(await warehouse.describe({ schema: "shop", name: "v" })).toMatchObject({
        type: "view",
      });
      await warehouse.close();
    }
    expect(await direct(file(), "from shop.shop.t")).toEqual([{ a: 1 }]);
  });

  test("nothing is left beside a closed file", async () => {
    const warehouse = await open();
    await warehouse.execute("create table t as select 1 as a");
    expect(existsSync(`${file()}.lock`)).toBe(true);
    await warehouse.close();
    for (const suffix of [".wal", ".lock", ".tmp"])
      expect(existsSync(`${file()}${suffix}`), suffix).toBe(false);
  });
});

describe("healing after a kill", () => {
  test("a log that a direct open fails on is replayed, and direct opens work again", async () => {
    const child = await holder(
      file(),
      "create table t as select range as a from range(100); checkpoint; alter table t add column b timestamp default now(); insert into t (a) values (1000)",
    );
    await child.kill();
    expect(statSync(`${file()}.wal`).size).toBeGreaterThan(0);
    mkdirSync(join(projectDir, "kept"));
    for (const suffix of ["", ".wal"])
      copyFileSync(`${file()}${suffix}`, join(projectDir, "kept", `shop.duckdb${suffix}`));
    await expect(direct(join(projectDir, "kept", "shop.duckdb"), "select 1")).rejects.toThrow();

    const warehouse = await open();
    expect(await all(warehouse, "select count(*) as n, count(b) as b from t")).toEqual([
      { n: 101n, b: 101n },
    ]);
    await warehouse.close();
    expect(await direct(file(), "select count(*)::int as n from t")).toEqual([{ n: 101 }]);
  });

  test("the heal is done at the open, before anything else", async () => {
    const child = await holder(
      file(),
      "create table t as select 1 as a; checkpoint; alter table t add column b timestamp default now()",
    );
    await child.kill();
    const again = await holder2(file());
    await again.kill();
    expect(await direct(file(), "select a from t")).toEqual([{ a: 1 }]);
  });

  test("committed work of a killed run is there", async () => {
    const child = await holder(
      file(),
      "create table t as select range as a from range(1000); begin; insert into t select 1",
    );
    await child.kill();
    const warehouse = await open();
    expect(await all(warehouse, "select count(*) as n from t")).toEqual([{ n: 1000n }]);
    await warehouse.close();
  });

  /** Attaches as the adapter does and is killed right after its checkpoint at the open. */
  async function holder2(path: string) {
    const warehouse = await open();
    copyFileSync(path, `${path}.now`);
    expect(existsSync(`${path}.wal`) && statSync(`${path}.wal`).size > 0).toBe(false);
    await warehouse.close();
    return { kill: async () => copyFileSync(`${path}.now`, path) };
  }
});

describe("the lock", () => {
  test("names pid and program of a foreign holder; a stale lock file is ignored", async () => {
    writeFileSync(
      `${file()}.lock`,
      JSON.stringify({ pid: 999_999, host: "elsewhere", command: "old", started_at: "2020" }),
    );
    const child = await holder(file(), "select 1");
    await expect(open()).rejects.toMatchObject({
      code: "ADAPTER.LOCKED",
      retryable: true,
      message: expect.stringMatching(
        new RegExp(`shop.duckdb is held by process ${child.pid} `),
      ) as string,
    });
    await child.kill();
    const warehouse = await open();
    expect(JSON.parse(readFileSync(`${file()}.lock`, "utf8"))).toMatchObject({
      pid: process.pid,
      command: "sluice test",
    });
    await warehouse.close();
  });

  test("names the command that the holder's lock file tells", async () => {
    const child = await holder(file(), "select 1");
    const info = {
      pid: child.pid,
      host: (await import("node:os")).hostname(),
      command: "sluice build --target prod",
      started_at: "2024-01-31T10:00:00Z",
    };
    writeFileSync(`${file()}.lock`, JSON.stringify(info));
    await expect(open()).rejects.toThrow(
      `process ${child.pid} (sluice build --target prod, since 2024-01-31T10:00:00Z)`,
    );
    writeFileSync(`${file()}.lock`, "garbage {");
    await expect(open()).rejects.toThrow(`process ${child.pid} (`);
    await child.kill();
  });

  test("waits until the holder lets go, and says so once", async () => {
    const child = await holder(file(), "create table t as select 1 as a");
    const waits: string[] = [];
    setTimeout(() => void child.kill(), 500);
    const warehouse = await open({
      lockTimeoutMs: 20_000,
      onLockWait: (who: string) => waits.push(who),
    });
    expect(waits).toEqual([expect.stringContaining(`process ${child.pid}`)]);
    await warehouse.close();
  });

  test("gives up at the timeout, or when aborted", async () => {
    const child = await holder(file(), "select 1");
    const start = performance.now();
    await expect(open({ lockTimeoutMs: 400 })).rejects.toMatchObject({ code: "ADAPTER.LOCKED" });
    expect(performance.now() - start).toBeGreaterThanOrEqual(390);
    const signal = AbortSignal.timeout(200);
    await expect(open({ lockTimeoutMs: 60_000, signal })).rejects.toMatchObject({
      code: "RUN.CANCELLED",
    });
    await child.kill();
  });

  test("holds against the same process too, under any path to the file", async () => {
    const first = await open();
    await expect(open()).rejects.toMatchObject({ code: "ADAPTER.LOCKED" });
    await expect(open({ readOnly: true })).rejects.toMatchObject({ code: "ADAPTER.LOCKED" });
    symlinkSync(file(), file("link.duckdb"));
    await expect(duckdb({ path: "link.duckdb" }).open({ projectDir })).rejects.toMatchObject({
      code: "ADAPTER.LOCKED",
    });
    const waiting = open({ lockTimeoutMs: 10_000 });
    await first.close();
    await (await waiting).close();
  });

  test("readers share; they do not write", async () => {
    await (await open()).close();
    const [one, two] = [await open({ readOnly: true }), await open({ readOnly: true })];
    expect(existsSync(`${file()}.lock`)).toBe(false);
    await expect(one.execute("create table t as select 1")).rejects.toMatchObject({
      code: "ADAPTER.READ_ONLY",
    });
    await expect(open()).rejects.toMatchObject({ code: "ADAPTER.LOCKED" });
    await one.close();
    await two.close();
    await (await open()).close();
  });
});

describe("what cannot be opened", () => {
  test("a file of another kind is corrupt, and left as it is", async () => {
    for (const [name, bytes] of [
      ["text.duckdb", "hello"],
      ["fake.parquet", "PAR1 nothing"],
      ["empty.duckdb", ""],
      ["big.duckdb", "x".repeat(50_000)],
    ] as const) {
      writeFileSync(file(name), bytes);
      await expect(duckdb({ path: name }).open({ projectDir }), name).rejects.toMatchObject({
        code: "ADAPTER.CORRUPT",
      });
      expect(readFileSync(file(name), "utf8")).toBe(bytes);
      expect(existsSync(`${file(name)}.lock`)).toBe(false);
    }
  });

  test("a folder, a missing file to be read, a folder that cannot be made", async () => {
    mkdirSync(file());
    await expect(open()).rejects.toMatchObject({ code: "ADAPTER.CONNECT" });
    await expect(
      duckdb({ path: "none.duckdb" }).open({ projectDir, readOnly: true }),
    ).rejects.toMatchObject({ code: "ADAPTER.CONNECT" });
    writeFileSync(file("plain"), "");
    await expect(duckdb({ path: "plain/x.duckdb" }).open({ projectDir })).rejects.toMatchObject({
      code: "ADAPTER.READ_ONLY",
    });
    await expect(duckdb({ path: "/proc/x.duckdb" }).open({ projectDir })).rejects.toMatchObject({
      name: "SluiceError",
    });
  });

  test.skipIf(process.getuid?.() === 0)("a folder or file without permission", async () => {
    await (await open()).close();
    chmodSync(file(), 0o400);
    await expect(open()).rejects.toMatchObject({ code: "ADAPTER.READ_ONLY" });
    chmodSync(file(), 0o000);
    await expect(open({ readOnly: true })).rejects.toMatchObject({ code: "ADAPTER.CONNECT" });
    chmodSync(projectDir, 0o500);
    await expect(duckdb({ path: "new.duckdb" }).open({ projectDir })).rejects.toMatchObject({
      code: "ADAPTER.READ_ONLY",
    });
    chmodSync(projectDir, 0o700);
  });

  test("the folder of a new file is made", async () => {
    const warehouse = await duckdb({ path: "out/deep/shop.duckdb" }).open({ projectDir });
    await warehouse.close();
    expect(existsSync(join(projectDir, "out/deep/shop.duckdb"))).toBe(true);
  });
});

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
    }).open({ projectDir });
    expect(warehouse.capabilities.concurrency).toBe(3);
    const settings =
      "select current_setting('threads') as t, current_setting('default_null_order') as o, current_setting('TimeZone') as z, current_setting('memory_limit') as m";
    const results = await Promise.all([1, 2, 3].map(() => all(warehouse, settings)));
    for (const [row] of results)
      expect(row).toEqual({ t: 3n, o: "NULLS_FIRST", z: "America/New_York", m: "476.8 MiB" });
    await warehouse.close();
    await expect(
      duckdb({ path: ":memory:", settings: { no_such_setting: 1 } }).open({ projectDir }),
    ).rejects.toMatchObject({
      code: "CONFIG.INVALID",
      message: expect.stringContaining("no_such_setting") as string,
    });
  });

  test("other databases are attached, read-only", async () => {
    await direct(file("raw.duckdb"), "create schema s; create table s.t as select 5 as a");
    const warehouse = await duckdb({
      path: "shop.duckdb",
      attach: { raw: { path: "raw.duckdb" } },
    }).open({ projectDir });
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
      duckdb({ path: "shop.duckdb", attach: { raw: { path: "none.duckdb" } } }).open({
        projectDir,
      }),
    ).rejects.toMatchObject({ code: "ADAPTER.CONNECT" });
    await (await open()).close();
  });

  test("extensions are neither loaded nor installed by themselves", async () => {
    const warehouse = await open();
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
});
