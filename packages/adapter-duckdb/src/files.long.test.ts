import {
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from "node:fs";
import type { BackupOptions, WarehouseFiles } from "@sluice/core/adapter";
import { describe, expect, test } from "vitest";
import { all, direct, holder, readerOf, useFolder } from "../test/files.js";
import { duckdb } from "./index.js";

const folder = useFolder();

function filesOf(engine = duckdb({ path: "shop.duckdb" })): WarehouseFiles {
  if (engine.files === undefined) throw new Error("the engine has no files");
  return engine.files;
}

function given<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("the engine lacks it");
  return value;
}

async function make(sql: string): Promise<void> {
  const warehouse = await folder.open();
  await warehouse.execute(sql);
  await warehouse.close();
}

const options = (more: Partial<BackupOptions> = {}) => ({
  projectDir: folder.projectDir,
  command: "sluice backup",
  verify: () => Promise.resolve(),
  ...more,
});

const backup = (more: Partial<BackupOptions> = {}, to = "backup.duckdb") =>
  filesOf().backup(folder.file(to), options(more));

const restore = (from = "backup.duckdb", accept = (_: string) => Promise.resolve()) =>
  filesOf().restore(folder.file(from), {
    projectDir: folder.projectDir,
    command: "sluice restore",
    accept,
  });

const countRows = "select count(*)::integer as n from t";
const ten = "create table t as select range as a from range(10)";

/** Names in the folder but those of the files named. */
const othersThan = (...names: string[]) =>
  readdirSync(folder.projectDir).filter((name) => !names.includes(name));

/** Leaves the warehouse as a process does that is killed: a log beside the file. */
async function killedAfter(sql: string): Promise<void> {
  const child = await holder(folder.file(), sql);
  await child.kill();
  expect(statSync(`${folder.file()}.wal`).size).toBeGreaterThan(0);
}

test("a warehouse in memory has no file, and so no backups", () => {
  const engine = duckdb({ path: ":memory:" });
  expect(engine.files).toBeUndefined();
  expect(engine.capabilities.backup).toBe(false);
});

describe("a backup", () => {
  test("is the whole file, log included", async () => {
    await make(ten);
    await killedAfter("insert into t select 10");
    await backup();
    expect(await direct(folder.file("backup.duckdb"), countRows)).toEqual([{ n: 11 }]);
    expect(othersThan("shop.duckdb", "backup.duckdb")).toEqual([]);
  });

  test("is made while others read; who would write is told who holds it", async () => {
    await make(ten);
    const reader = await readerOf(folder.file());
    await backup({
      verify: async (source) => {
        expect(await all(source, countRows)).toEqual([{ n: 10 }]);
        const second = await readerOf(folder.file());
        expect(await second.ask(countRows)).toEqual([{ n: 10 }]);
        await second.end();
        await reader.end();
        // Nobody but this process keeps writers away now.
        await expect(holder(folder.file(), "select 1")).rejects.toThrow("lock");
        const { pid, command } = JSON.parse(
          readFileSync(`${folder.file()}.lock`, "utf8"),
        ) as Record<string, unknown>;
        expect({ pid, command }).toEqual({ pid: process.pid, command: "sluice backup" });
      },
    });
    expect(existsSync(`${folder.file()}.lock`)).toBe(false);
  });

  test("waits for nobody who writes: refused with the holder's process", async () => {
    await make(ten);
    const child = await holder(folder.file(), "insert into t select 10");
    await expect(backup()).rejects.toMatchObject({
      code: "ADAPTER.LOCKED",
      message: expect.stringContaining(`process ${child.pid}`) as string,
    });
    await child.kill();
    expect(existsSync(folder.file("backup.duckdb"))).toBe(false);
  });

  test("of a warehouse that is not there makes none", async () => {
    await expect(backup()).rejects.toMatchObject({ code: "ADAPTER.CONNECT" });
    expect(readdirSync(folder.projectDir)).toEqual([]);
  });

  test("can be opened for reading beside the warehouse; what is no database cannot", async () => {
    await make(ten);
    await backup();
    const { projectDir } = folder;
    const copy = await filesOf().open(folder.file("backup.duckdb"), { projectDir });
    expect(await all(copy, countRows)).toEqual([{ n: 10 }]);
    await expect(copy.execute("create table u as select 1")).rejects.toMatchObject({
      code: "ADAPTER.READ_ONLY",
    });
    await copy.close();
    writeFileSync(folder.file("text"), "not a database".repeat(1000));
    await expect(filesOf().open(folder.file("text"), { projectDir })).rejects.toMatchObject({
      code: "ADAPTER.CORRUPT",
    });
  });
});

describe("compacting", () => {
  const compact = (verify = (_source: unknown, _copy: string) => Promise.resolve()) =>
    given(filesOf().compact)({ projectDir: folder.projectDir, command: "sluice clean", verify });
  test("leaves a reader the file that it has open, and who opens it next gets the small one", async () => {
    await make("create table u as select range as a, md5(range::varchar) as b from range(100000)");
    await make(ten);
    await make("drop table u");
    const before = statSync(folder.file()).size;
    const reader = await readerOf(folder.file());
    await compact();
    expect(await reader.ask(countRows)).toEqual([{ n: 10 }]);
    await reader.end();
    expect(statSync(folder.file()).size).toBeLessThan(before / 2);
    expect(await direct(folder.file(), countRows)).toEqual([{ n: 10 }]);
    expect(othersThan("shop.duckdb")).toEqual([]);
  });

  test("replaces nothing when the copy is refused, and lets nobody write meanwhile", async () => {
    await make(ten);
    const before = readFileSync(folder.file());
    const refused = compact(async (_, copy) => {
      expect(existsSync(copy)).toBe(true);
      await expect(holder(folder.file(), "select 1")).rejects.toThrow("lock");
      throw new Error("no");
    });
    await expect(refused).rejects.toThrow("no");
    expect(readFileSync(folder.file())).toEqual(before);
    expect(othersThan("shop.duckdb")).toEqual([]);
  });

  test("keeps what other programs have in the file", async () => {
    await make(
      `create schema raw; create type raw.mood as enum ('a', 'b'); create sequence raw.s start 5;
      create table raw.p (id integer primary key, m raw.mood default 'a', g integer generated always as (id + 1) virtual, check (id > 0));
      insert into raw.p (id) values (1), (2); create index ix on raw.p (m); create macro raw.next(a) as a + 1;
      create view raw.v as select raw.next(id) as k, m, g from raw.p; comment on table raw.p is 'people'`,
    );
    const seen =
      "select (select list(v order by k)::varchar from raw.v) as rows, (select comment from duckdb_tables() where table_name = 'p') as comment, (select count(*)::integer from duckdb_indexes()) as indexes, (select count(*)::integer from duckdb_constraints() where table_name = 'p') as constraints";
    const before = await direct(folder.file(), seen);
    await compact();
    expect(await direct(folder.file(), seen)).toEqual(before);
    expect(await direct(folder.file(), "select nextval('raw.s')::integer as n")).toEqual([
      { n: 5 },
    ]);
  });

  test("is refused, with the file as it was, where the engine cannot copy a foreign key", async () => {
    await make(
      "create table p (id integer primary key); create table a (id integer references p (id)); insert into p values (1); insert into a values (1)",
    );
    const before = readFileSync(folder.file());
    await expect(compact()).rejects.toMatchObject({
      code: "CAPABILITY.UNSUPPORTED",
      message: expect.stringContaining("foreign key") as string,
    });
    expect(readFileSync(folder.file())).toEqual(before);
    expect(othersThan("shop.duckdb")).toEqual([]);
  });
});

test("a file that another takes the place of while it is opened is opened once more", async () => {
  await make(ten);
  await make("insert into t select 10");
  const other = folder.file("other.duckdb");
  copyFileSync(folder.file(), other);
  const opening = (lockTimeoutMs: number) =>
    folder.open({
      lockTimeoutMs,
      // Asked for when the engine has its lock on the file.
      schemas: {
        then: (done: (schemas: readonly string[]) => void) => {
          if (existsSync(other)) renameSync(other, folder.file());
          done([]);
        },
      } as Promise<readonly string[]>,
    });
  const warehouse = await opening(1000);
  await warehouse.execute("insert into t select 11");
  await warehouse.close();
  expect(await direct(folder.file(), countRows)).toEqual([{ n: 12 }]);
  copyFileSync(folder.file(), other);
  await expect(opening(0)).rejects.toMatchObject({ code: "ADAPTER.LOCKED" });
});

describe("a restore", () => {
  async function backedUp(): Promise<void> {
    await make(ten);
    await backup();
    await make("insert into t select range from range(90)");
  }

  test("puts the backup in place and keeps what was there", async () => {
    await backedUp();
    const { kept } = await restore();
    expect(await direct(folder.file(), countRows)).toEqual([{ n: 10 }]);
    expect(kept).toMatch(/shop\.duckdb\.before-restore-\d{8}T\d{6}Z$/);
    expect(await direct(kept ?? "", countRows)).toEqual([{ n: 100 }]);
    expect(await direct(folder.file("backup.duckdb"), countRows)).toEqual([{ n: 10 }]);
    const again = await restore();
    expect(again.kept).not.toBe(kept);
    expect(await direct(kept ?? "", countRows)).toEqual([{ n: 100 }]);
  });

  test("the log of what was there goes into what is kept, never into the backup", async () => {
    await backedUp();
    await killedAfter("insert into t select range from range(100)");
    const { kept } = await restore();
    expect(await direct(folder.file(), countRows)).toEqual([{ n: 10 }]);
    expect(await direct(kept ?? "", countRows)).toEqual([{ n: 200 }]);
  });

  test("replaces a file that is damaged, keeping it and its log", async () => {
    await backedUp();
    await killedAfter("insert into t select range from range(100)");
    writeFileSync(folder.file(), "damaged".repeat(1000));
    const log = readFileSync(`${folder.file()}.wal`);
    const { kept } = await restore();
    expect(await direct(folder.file(), countRows)).toEqual([{ n: 10 }]);
    expect(readFileSync(kept ?? "", "utf8")).toBe("damaged".repeat(1000));
    expect(readFileSync(`${kept}.wal`)).toEqual(log);
  });

  test("makes a warehouse where there is none", async () => {
    await make(ten);
    await backup({}, "elsewhere.duckdb");
    const engine = duckdb({ path: "new/other.duckdb" });
    const { kept } = await filesOf(engine).restore(folder.file("elsewhere.duckdb"), {
      projectDir: folder.projectDir,
      accept: () => Promise.resolve(),
    });
    expect(kept).toBeUndefined();
    expect(await direct(folder.file("new/other.duckdb"), countRows)).toEqual([{ n: 10 }]);
  });

  test("replaces nothing that is not accepted", async () => {
    await backedUp();
    const before = readFileSync(folder.file());
    const refused = restore("backup.duckdb", async (copy) => {
      expect(readFileSync(copy)).toEqual(readFileSync(folder.file("backup.duckdb")));
      await expect(holder(folder.file(), "select 1")).rejects.toThrow("lock");
      throw new Error("no");
    });
    await expect(refused).rejects.toThrow("no");
    expect(readFileSync(folder.file())).toEqual(before);
    expect(othersThan("shop.duckdb", "backup.duckdb")).toEqual([]);
  });

  test.each([
    ["a writer", () => holder(folder.file(), "insert into t select 10")],
    [
      "a reader",
      async () => {
        const { pid, end } = await readerOf(folder.file());
        return { pid, kill: end };
      },
    ],
  ])("is refused while %s of another process has the warehouse", async (_, start) => {
    await backedUp();
    const other = await start();
    await expect(restore()).rejects.toMatchObject({
      code: "ADAPTER.LOCKED",
      message: expect.stringContaining(`process ${other.pid}`) as string,
    });
    await other.kill();
    await restore();
    expect(await direct(folder.file(), countRows)).toEqual([{ n: 10 }]);
  });

  test("survives a database attached to the target that is gone", async () => {
    await backedUp();
    const engine = duckdb({ path: "shop.duckdb", attach: { raw: { path: "gone.duckdb" } } });
    await filesOf(engine).restore(folder.file("backup.duckdb"), {
      projectDir: folder.projectDir,
      accept: () => Promise.resolve(),
    });
    expect(await direct(folder.file(), countRows)).toEqual([{ n: 10 }]);
  });
});
