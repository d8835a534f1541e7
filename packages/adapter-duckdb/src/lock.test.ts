import { existsSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { describe, expect, test } from "vitest";
import { all, direct, holder, readerOf, useFolder } from "../test/files.js";
import { duckdb } from "./index.js";

const folder = useFolder();

/** Where a process says that it reads. */
const readerLock = (pid: number) => `${folder.file()}.lock.${String(pid)}`;

describe("the lock", () => {
  test("names pid and program of a foreign holder; a stale lock file is ignored", async () => {
    writeFileSync(
      `${folder.file()}.lock`,
      JSON.stringify({ pid: 999_999, host: "elsewhere", command: "old", started_at: "2020" }),
    );
    const child = await holder(folder.file(), "select 1");
    await expect(folder.open()).rejects.toMatchObject({
      code: "ADAPTER.LOCKED",
      retryable: true,
      message: expect.stringMatching(
        new RegExp(`shop.duckdb is held by process ${child.pid} `),
      ) as string,
    });
    await child.kill();
    const warehouse = await folder.open();
    expect(JSON.parse(readFileSync(`${folder.file()}.lock`, "utf8"))).toMatchObject({
      pid: process.pid,
      command: "sluice test",
    });
    await warehouse.close();
  });

  test("names the command that the holder's lock file tells", async () => {
    const child = await holder(folder.file(), "select 1");
    const info = {
      pid: child.pid,
      host: hostname(),
      command: "sluice build --target prod",
      started_at: "2024-01-31T10:00:00Z",
    };
    writeFileSync(`${folder.file()}.lock`, JSON.stringify(info));
    await expect(folder.open()).rejects.toThrow(
      `process ${child.pid} (sluice build --target prod, since 2024-01-31T10:00:00Z)`,
    );
    writeFileSync(`${folder.file()}.lock`, "garbage {");
    await expect(folder.open()).rejects.toThrow(`process ${child.pid} (`);
    await child.kill();
  });

  test("waits for a holder that has just come to say what it does", async () => {
    const child = await holder(folder.file(), "select 1");
    const info = { pid: child.pid, host: hostname(), command: "sluice run", started_at: "now" };
    setTimeout(() => writeFileSync(`${folder.file()}.lock`, JSON.stringify(info)), 150);
    await expect(folder.open()).rejects.toThrow(`process ${child.pid} (sluice run, since now)`);
    await child.kill();
  });

  test("leaves no lock file when opening fails after the file is held", async () => {
    const broken = duckdb({ path: folder.file(), settings: { threads: "many" } });
    await expect(broken.open(folder)).rejects.toMatchObject({ code: expect.any(String) as string });
    expect(existsSync(`${folder.file()}.lock`)).toBe(false);
  });

  test("waits until the holder lets go, and says so once", async () => {
    const child = await holder(folder.file(), "create table t as select 1 as a");
    const waits: string[] = [];
    setTimeout(() => void child.kill(), 500);
    const warehouse = await folder.open({
      lockTimeoutMs: 20_000,
      onLockWait: (who: string) => waits.push(who),
    });
    expect(waits).toEqual([expect.stringContaining(`process ${child.pid}`)]);
    await warehouse.close();
  });

  test("gives up at the timeout, or when aborted", async () => {
    const child = await holder(folder.file(), "select 1");
    const start = performance.now();
    await expect(folder.open({ lockTimeoutMs: 400 })).rejects.toMatchObject({
      code: "ADAPTER.LOCKED",
    });
    expect(performance.now() - start).toBeGreaterThanOrEqual(390);
    const signal = AbortSignal.timeout(200);
    await expect(folder.open({ lockTimeoutMs: 60_000, signal })).rejects.toMatchObject({
      code: "RUN.CANCELLED",
    });
    await child.kill();
  });

  test("holds against the same process too, under any path to the file", async () => {
    const first = await folder.open();
    await expect(folder.open()).rejects.toMatchObject({ code: "ADAPTER.LOCKED" });
    await expect(folder.open({ readOnly: true })).rejects.toMatchObject({ code: "ADAPTER.LOCKED" });
    symlinkSync(folder.file(), folder.file("link.duckdb"));
    await expect(duckdb({ path: "link.duckdb" }).open(folder)).rejects.toMatchObject({
      code: "ADAPTER.LOCKED",
    });
    const waiting = folder.open({ lockTimeoutMs: 10_000 });
    await first.close();
    await (await waiting).close();
  });

  test("readers share; they do not write", async () => {
    await (await folder.open()).close();
    const [one, two] = [
      await folder.open({ readOnly: true }),
      await folder.open({ readOnly: true }),
    ];
    expect(existsSync(`${folder.file()}.lock`)).toBe(false);
    expect(existsSync(readerLock(process.pid))).toBe(true);
    await expect(one.execute("create table t as select 1")).rejects.toMatchObject({
      code: "ADAPTER.READ_ONLY",
    });
    await expect(folder.open()).rejects.toMatchObject({ code: "ADAPTER.LOCKED" });
    await one.close();
    await two.close();
    expect(existsSync(readerLock(process.pid))).toBe(false);
    await (await folder.open()).close();
  });

  test("names the command of a holder that only reads", async () => {
    await (await folder.open()).close();
    const reader = await readerOf(folder.file());
    const info = {
      pid: reader.pid,
      host: hostname(),
      command: "sluice show totals",
      started_at: "2024-01-31T10:00:00Z",
    };
    writeFileSync(readerLock(reader.pid ?? 0), JSON.stringify(info));
    await expect(folder.open()).rejects.toThrow(
      `process ${reader.pid} (sluice show totals, since 2024-01-31T10:00:00Z)`,
    );
    await reader.end();
  });

  test("of readers that were killed goes with the next writer, and no other file", async () => {
    await (await folder.open()).close();
    writeFileSync(readerLock(999_999), "{}");
    writeFileSync(`${folder.file()}.lock.mine`, "{}");
    await (await folder.open({ readOnly: true })).close();
    expect(existsSync(readerLock(999_999))).toBe(true);
    await (await folder.open()).close();
    expect(existsSync(readerLock(999_999))).toBe(false);
    expect(existsSync(`${folder.file()}.lock.mine`)).toBe(true);
  });

  test("waits for an attached file, and names that one", async () => {
    const child = await holder(folder.file("raw.duckdb"), "create table t as select 1 as a");
    const target = duckdb({ path: "shop.duckdb", attach: { raw: { path: "raw.duckdb" } } });
    await expect(target.open(folder)).rejects.toMatchObject({
      code: "ADAPTER.LOCKED",
      message: expect.stringMatching(
        new RegExp(`^raw.duckdb is held by process ${child.pid} `),
      ) as string,
    });
    const waiting = target.open({ projectDir: folder.projectDir, lockTimeoutMs: 20_000 });
    setTimeout(() => void child.kill(), 300);
    const warehouse = await waiting;
    expect(await all(warehouse, "from raw.main.t")).toEqual([{ a: 1 }]);
    await warehouse.close();
  });

  test("holds for attached files in the same process: read by many, written by none", async () => {
    await direct(folder.file("raw.duckdb"), "create table t as select 1 as a");
    const attach = { raw: { path: "raw.duckdb" } };
    const [one, two] = [
      await duckdb({ path: "shop.duckdb", attach }).open(folder),
      await duckdb({ path: ":memory:", attach }).open(folder),
    ];
    const writer = duckdb({ path: "raw.duckdb" });
    await expect(writer.open(folder)).rejects.toMatchObject({ code: "ADAPTER.LOCKED" });
    await one.close();
    await expect(writer.open(folder)).rejects.toMatchObject({ code: "ADAPTER.LOCKED" });
    await two.close();
    await (await writer.open(folder)).close();
  });
});
