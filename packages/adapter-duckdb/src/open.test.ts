import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { all, direct, useFolder } from "../test/files.js";
import { duckdb } from "./index.js";

const folder = useFolder();

describe("the file for other programs", () => {
  test("views work when the file is opened directly, also under another name", async () => {
    const warehouse = await folder.open();
    await warehouse.ensureNamespace("_sluice");
    await warehouse.ensureNamespace("marts");
    await warehouse.execute(
      `create table _sluice.t as select 42 as a; create view marts.v as select * from _sluice.t; create view v2 as select v.a from marts.v`,
    );
    await warehouse.close();
    copyFileSync(folder.file(), folder.file("copy of it.db"));
    for (const path of [folder.file(), folder.file("copy of it.db")]) {
      expect(await direct(path, "select v.a, v2.a as b from marts.v, v2")).toEqual([
        { a: 42, b: 42 },
      ]);
    }
  });

  test("views another program stored with the file's own name in them work here", async () => {
    await direct(
      folder.file(),
      "create schema raw; create table raw.t as select 7 as a; create view raw.v as select * from shop.raw.t",
    );
    const warehouse = await folder.open();
    expect(await all(warehouse, "from raw.v")).toEqual([{ a: 7 }]);
    expect(await all(warehouse, "from shop.raw.v")).toEqual([{ a: 7 }]);
    await warehouse.close();
  });

  test("a schema may have the name of the file", async () => {
    for (let round = 0; round < 2; round++) {
      const warehouse = await folder.open();
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
    expect(await direct(folder.file(), "from shop.shop.t")).toEqual([{ a: 1 }]);
  });

  test("nothing is left beside a closed file", async () => {
    const warehouse = await folder.open();
    await warehouse.execute("create table t as select 1 as a");
    expect(existsSync(`${folder.file()}.lock`)).toBe(true);
    await warehouse.close();
    for (const suffix of [".wal", ".lock", ".tmp"])
      expect(existsSync(`${folder.file()}${suffix}`), suffix).toBe(false);
  });
});

describe("what a killed process spilled", () => {
  const spill = (name: string) => folder.file(`shop.duckdb.tmp/${name}`);

  test("goes when the file is next opened for writing, with the folder", async () => {
    await (await folder.open()).close();
    mkdirSync(spill(""));
    writeFileSync(spill("duckdb_temp_storage_DEFAULT-0.tmp"), "x");
    await (await folder.open({ readOnly: true })).close();
    expect(existsSync(spill("duckdb_temp_storage_DEFAULT-0.tmp"))).toBe(true);
    await (await folder.open()).close();
    expect(existsSync(spill(""))).toBe(false);
  });

  test("goes alone: a file of somebody else stays", async () => {
    await (await folder.open()).close();
    mkdirSync(spill(""));
    writeFileSync(spill("notes.txt"), "x");
    writeFileSync(spill("duckdb_temp_block-7.block"), "x");
    await (await folder.open()).close();
    expect(existsSync(spill("notes.txt"))).toBe(true);
    expect(existsSync(spill("duckdb_temp_block-7.block"))).toBe(false);
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
      writeFileSync(folder.file(name), bytes);
      await expect(duckdb({ path: name }).open(folder), name).rejects.toMatchObject({
        code: "ADAPTER.CORRUPT",
      });
      expect(readFileSync(folder.file(name), "utf8")).toBe(bytes);
      expect(existsSync(`${folder.file(name)}.lock`)).toBe(false);
    }
  });

  test("a folder, a missing file to be read, a folder that cannot be made", async () => {
    mkdirSync(folder.file());
    await expect(folder.open()).rejects.toMatchObject({ code: "ADAPTER.CONNECT" });
    await expect(
      duckdb({ path: "none.duckdb" }).open({ projectDir: folder.projectDir, readOnly: true }),
    ).rejects.toMatchObject({ code: "ADAPTER.CONNECT" });
    writeFileSync(folder.file("plain"), "");
    await expect(duckdb({ path: "plain/x.duckdb" }).open(folder)).rejects.toMatchObject({
      code: "ADAPTER.READ_ONLY",
    });
    await expect(duckdb({ path: "/proc/x.duckdb" }).open(folder)).rejects.toMatchObject({
      name: "SluiceError",
    });
  });

  test.skipIf(process.getuid?.() === 0)("a folder or file without permission", async () => {
    await (await folder.open()).close();
    chmodSync(folder.file(), 0o400);
    await expect(folder.open()).rejects.toMatchObject({ code: "ADAPTER.READ_ONLY" });
    chmodSync(folder.file(), 0o000);
    await expect(folder.open({ readOnly: true })).rejects.toMatchObject({
      code: "SYSTEM.PERMISSION",
    });
    chmodSync(folder.projectDir, 0o500);
    await expect(duckdb({ path: "new.duckdb" }).open(folder)).rejects.toMatchObject({
      code: "ADAPTER.READ_ONLY",
    });
    chmodSync(folder.projectDir, 0o700);
  });

  test("the folder of a new file is made", async () => {
    const warehouse = await duckdb({ path: "out/deep/shop.duckdb" }).open(folder);
    await warehouse.close();
    expect(existsSync(join(folder.projectDir, "out/deep/shop.duckdb"))).toBe(true);
  });
});
