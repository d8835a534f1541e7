import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import type { WarehouseAdapter } from "@sluice/core/adapter";
import { describe, expect, test } from "vitest";
import { all, direct, readerOf, useFolder } from "../test/files.js";

const folder = useFolder();
const relations = [
  { schema: "marts", name: "orders" },
  { schema: "marts", name: "big orders" },
];

/** A warehouse as Sluice lays it out: views readers query, over relations they need not know. */
async function shop(): Promise<WarehouseAdapter> {
  const warehouse = await folder.open();
  await warehouse.execute(`
    create schema _sluice; create schema marts;
    create table _sluice.orders_1 as select range::integer as id, 'ada' as name, [range] as list from range(10);
    create view marts.orders as select * from _sluice.orders_1;
    create view marts."big orders" as select * from marts.orders where id > 6`);
  return warehouse;
}

const publish = (warehouse: WarehouseAdapter, file = "out/copy.duckdb", signal?: AbortSignal) =>
  warehouse.publishCopy?.(folder.file(file), relations, { signal });

/** Names of files in the folder of the copy. */
const files = () => readdirSync(folder.file("out")).sort();

describe("a published copy", () => {
  test("holds the relations as tables under their names, and nothing else", async () => {
    const warehouse = await shop();
    expect(await publish(warehouse)).toEqual({ relations: 2, rows: 13 });
    const catalogue = `select schema_name || '.' || table_name as name from duckdb_tables()
      union all select schema_name || '.' || view_name from duckdb_views() where not internal order by 1`;
    expect(await direct(folder.file("out/copy.duckdb"), catalogue, "READ_ONLY")).toEqual([
      { name: "marts.big orders" },
      { name: "marts.orders" },
    ]);
    const sum = 'select sum(id)::integer as n, sum(list[1])::integer as l from marts."big orders"';
    expect(await direct(folder.file("out/copy.duckdb"), sum, "READ_ONLY")).toEqual([
      { n: 24, l: 24 },
    ]);
    expect(files()).toEqual(["copy.duckdb"]);
    await warehouse.close();
  });

  test("is read while the warehouse is held, and by who opened the one before", async () => {
    const warehouse = await shop();
    await publish(warehouse);
    const reader = await readerOf(folder.file("out/copy.duckdb"));
    expect(await reader.ask("select count(*)::integer as n from marts.orders")).toEqual([
      { n: 10 },
    ]);
    await warehouse.execute("insert into _sluice.orders_1 select 10, 'grace', []");
    await publish(warehouse);
    expect(await reader.ask("select count(*)::integer as n from marts.orders")).toEqual([
      { n: 10 },
    ]);
    const second = await readerOf(folder.file("out/copy.duckdb"));
    expect(await second.ask("select count(*)::integer as n from marts.orders")).toEqual([
      { n: 11 },
    ]);
    await reader.end();
    await second.end();
    await warehouse.close();
  });

  test("cannot be written, so that no reader locks out another", async () => {
    const warehouse = await shop();
    await publish(warehouse);
    expect(statSync(folder.file("out/copy.duckdb")).mode & 0o222).toBe(0);
    await publish(warehouse);
    await warehouse.close();
  });

  test("leaves the warehouse locked: nothing here opens its file a second time", async () => {
    const warehouse = await shop();
    await publish(warehouse);
    await expect(readerOf(folder.file())).rejects.toThrow("lock");
    await warehouse.close();
  });

  test("stays as it was when a relation cannot be read, and when the run is cancelled", async () => {
    const warehouse = await shop();
    await publish(warehouse);
    const before = readFileSync(folder.file("out/copy.duckdb"));
    await warehouse.execute("alter table _sluice.orders_1 rename to gone");
    await expect(publish(warehouse)).rejects.toMatchObject({
      code: "SQL.BIND",
      message: expect.stringContaining("marts.orders") as string,
    });
    await warehouse.execute("alter table _sluice.gone rename to orders_1");
    await warehouse.execute(
      'create or replace view marts."big orders" as select count(*) as n from range(1000000) a, range(10000000) b where a.range % 7 = b.range % 11',
    );
    const stop = AbortSignal.timeout(300);
    await expect(publish(warehouse, "out/copy.duckdb", stop)).rejects.toMatchObject({
      code: "RUN.CANCELLED",
    });
    expect(readFileSync(folder.file("out/copy.duckdb"))).toEqual(before);
    expect(files()).toEqual(["copy.duckdb"]);
    expect(await all(warehouse, "select count(*)::integer as n from marts.orders")).toEqual([
      { n: 10 },
    ]);
    await warehouse.close();
  });

  test("replaces what killed processes left, not what another process writes now", async () => {
    const warehouse = await shop();
    mkdirSync(folder.file("out"));
    const gone = spawnSync(process.execPath, ["-e", ""]).pid;
    const left = [
      `copy.duckdb.${gone}-0a1b2c3d.partial`,
      `copy.duckdb.${gone}-0a1b2c3d.partial.wal`,
    ];
    const others = [`copy.duckdb.${process.ppid}-0a1b2c3d.partial`, "copy.duckdb.notes"];
    for (const name of [...left, ...others]) writeFileSync(folder.file(`out/${name}`), "x");
    await publish(warehouse);
    expect(files()).toEqual(["copy.duckdb", ...others].sort());
    await warehouse.close();
  });

  test("is not mixed with the log of somebody who wrote into the one before", async () => {
    const warehouse = await shop();
    await publish(warehouse);
    writeFileSync(folder.file("out/copy.duckdb.wal"), "a log of another file");
    await publish(warehouse);
    expect(files()).toEqual(["copy.duckdb"]);
    await warehouse.close();
  });

  test("goes where a link points", async () => {
    const warehouse = await shop();
    mkdirSync(folder.file("out"));
    writeFileSync(folder.file("real.duckdb"), "");
    symlinkSync(folder.file("real.duckdb"), folder.file("out/copy.duckdb"));
    await publish(warehouse);
    expect(files()).toEqual(["copy.duckdb"]);
    expect(statSync(folder.file("real.duckdb")).size).toBeGreaterThan(1000);
    await warehouse.close();
  });

  test("of a place that cannot be written is a coded error", async () => {
    const warehouse = await shop();
    writeFileSync(folder.file("file"), "");
    mkdirSync(folder.file("folder"));
    await expect(publish(warehouse, "file/copy.duckdb")).rejects.toMatchObject({
      code: "ADAPTER.READ_ONLY",
    });
    await expect(publish(warehouse, "folder")).rejects.toMatchObject({
      code: "ADAPTER.READ_ONLY",
      message: expect.stringContaining("it is a folder") as string,
    });
    await warehouse.close();
  });

  test("that fills the disk leaves the old one, and the warehouse works on", async (context) => {
    mkdirSync(folder.file("out"));
    const small = spawnSync("sh", [
      "-c",
      'mount -t tmpfs -o size=1m tmpfs "$0"',
      folder.file("out"),
    ]);
    if (small.status !== 0) return context.skip("no right to mount a small disk");
    try {
      const warehouse = await shop();
      await publish(warehouse);
      const before = readFileSync(folder.file("out/copy.duckdb"));
      // Three sizes: the disk is full at the checkpoint, at the commit, and while rows are written.
      for (const rows of [60_000, 100_000, 1_000_000]) {
        await warehouse.execute(
          `create or replace view marts.orders as select range::integer as id, hash(range) as h from range(${rows})`,
        );
        await expect(publish(warehouse), String(rows)).rejects.toMatchObject({
          code: "ADAPTER.DISK_FULL",
        });
        expect(files()).toEqual(["copy.duckdb"]);
        expect(readFileSync(folder.file("out/copy.duckdb"))).toEqual(before);
      }
      await warehouse.execute("create table still_works as select 1 as a");
      await warehouse.close();
      expect(await direct(folder.file(), "from still_works")).toEqual([{ a: 1 }]);
      expect(existsSync(`${folder.file()}.wal`)).toBe(false);
    } finally {
      spawnSync("sh", ["-c", 'umount "$0"', folder.file("out")]);
    }
  });
});
