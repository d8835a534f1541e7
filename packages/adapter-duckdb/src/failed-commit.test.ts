import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { WarehouseAdapter } from "@sluice/core/adapter";
import { afterEach, expect, test } from "vitest";
import { duckdb } from "./index.js";

const dir = mkdtempSync(path.join(tmpdir(), "sluice-failed-commit-"));
const opened: WarehouseAdapter[] = [];

afterEach(async () => {
  for (const warehouse of opened.splice(0)) await warehouse.close();
  rmSync(dir, { recursive: true, force: true });
});

async function open(): Promise<WarehouseAdapter> {
  const warehouse = await duckdb({ path: "w.duckdb", threads: 1 }).open({ projectDir: dir });
  opened.push(warehouse);
  return warehouse;
}

/** A transaction whose commit the engine cannot finish: the memory that it needs is taken away before. */
function failCommit(warehouse: WarehouseAdapter): Promise<void> {
  return warehouse.transaction(async (tx) => {
    for (const name of ["a", "b", "c"])
      await tx.execute(
        `create table ${name} as select range as i, md5(range::varchar) as t from range(20000)`,
      );
    await tx.execute("insert into log values (2)");
    await tx.execute("set memory_limit = '400KB'");
  });
}

async function rowsOf(warehouse: WarehouseAdapter, sql: string) {
  const rows = [];
  for await (const row of warehouse.query(sql)) rows.push(row);
  return rows;
}

test("after a commit that failed for want of memory every statement is refused with its code", async () => {
  const warehouse = await open();
  await warehouse.execute("create table log as select 1 as i");
  const waiting = failCommit(warehouse);
  const behind = warehouse.transaction(async (tx) => {
    await tx.execute("insert into log values (3)");
    await waiting.catch(() => undefined);
  });
  await expect(waiting).rejects.toMatchObject({ code: "ADAPTER.OUT_OF_MEMORY" });
  const refused = {
    code: "ADAPTER.OUT_OF_MEMORY",
    message: expect.stringContaining("takes no more statements") as string,
  };
  await expect(behind).rejects.toMatchObject(refused);
  await expect(warehouse.execute("insert into log values (4)")).rejects.toMatchObject(refused);
  await expect(rowsOf(warehouse, "from log")).rejects.toMatchObject(refused);
});

test("a database opened after a failed commit has what was committed before it, and takes commits again", async () => {
  const warehouse = await open();
  await warehouse.execute("create table log as select 1 as i");
  await expect(failCommit(warehouse)).rejects.toMatchObject({ code: "ADAPTER.OUT_OF_MEMORY" });
  await warehouse.close();
  const again = await open();
  await again.execute("insert into log values (5)");
  expect(await rowsOf(again, "from log order by i")).toEqual([{ i: 1 }, { i: 5 }]);
  const tables = await rowsOf(again, "select table_name from duckdb_tables()");
  expect(tables).toEqual([{ table_name: "log" }]);
});

test("a conflict of two transactions leaves the database in use", async () => {
  const warehouse = await open();
  await warehouse.execute("create table log as select 1 as i");
  const conflict = warehouse.transaction(async (tx) => {
    await tx.execute("update log set i = 2");
    await warehouse.transaction((other) => other.execute("update log set i = 3"));
  });
  await expect(conflict).rejects.toMatchObject({ code: "ADAPTER.CONFLICT" });
  await expect(warehouse.execute("insert into log values (4)")).resolves.toBeDefined();
});
