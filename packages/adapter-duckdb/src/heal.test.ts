import { copyFileSync, existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { all, direct, holder, useFolder } from "../test/files.js";
import { duckdb } from "./index.js";

const folder = useFolder();

/** What leaves a log that a direct open fails on, each on a table `t` with ten rows. */
const poisons = [
  ["a default", "alter table t add column b timestamp default now()"],
  ["a type change by expression", "alter table t alter column a type text using concat(a, 'x')"],
  [
    "a field of a struct",
    "alter table t add column s struct(x integer); checkpoint; alter table t add column s.y integer",
  ],
  [
    "a sequence",
    "create sequence q; checkpoint; alter table t add column b bigint default nextval('q')",
  ],
] as const;

/** A file as a process leaves it that is killed after these statements. */
async function killedAfter(sql: string): Promise<void> {
  const ten = "create table t as select range as a from range(10); checkpoint;";
  const child = await holder(folder.file(), `${ten} ${sql}`);
  await child.kill();
  expect(statSync(`${folder.file()}.wal`).size).toBeGreaterThan(0);
}

function copyTo(name: string): string {
  for (const suffix of ["", ".wal"]) {
    if (existsSync(folder.file() + suffix))
      copyFileSync(folder.file() + suffix, folder.file(name) + suffix);
  }
  return folder.file(name);
}

describe.each(poisons)("a process killed after an alter with %s", (_how, sql) => {
  test("leaves a file that is healed by an open, for other programs too", async () => {
    await killedAfter(sql);
    await expect(direct(copyTo("kept.duckdb"), "select 1")).rejects.toThrow();
    const warehouse = await folder.open();
    // What a process killed right now would leave.
    const now = copyTo("now.duckdb");
    expect(await all(warehouse, "select count(*)::integer as n from t")).toEqual([{ n: 10 }]);
    await warehouse.close();
    expect(await direct(now, "select count(*)::integer as n from t")).toEqual([{ n: 10 }]);
    expect(await direct(folder.file(), "select count(*)::integer as n from t")).toEqual([
      { n: 10 },
    ]);
  });

  test("leaves a file that can be read, also attached to another, and is not changed by that", async () => {
    await killedAfter(sql);
    const size = statSync(`${folder.file()}.wal`).size;
    const reader = await folder.open({ readOnly: true });
    expect(await all(reader, "select count(*)::integer as n from t")).toEqual([{ n: 10 }]);
    await reader.close();
    const attach = { raw: { path: "shop.duckdb" } };
    const other = await duckdb({ path: "other.duckdb", attach }).open(folder);
    expect(await all(other, "select count(*)::integer as n from raw.main.t")).toEqual([{ n: 10 }]);
    await other.close();
    expect(statSync(`${folder.file()}.wal`).size).toBe(size);
  });
});

test("a killed process leaves what it committed, and nothing of what it did not", async () => {
  await killedAfter("insert into t select 10; begin; insert into t select 11");
  const warehouse = await folder.open();
  expect(await all(warehouse, "select max(a)::integer as a from t")).toEqual([{ a: 10 }]);
  await warehouse.close();
});

test("a log is never deleted to get a file open", async () => {
  await killedAfter("insert into t select 10");
  const garbage = Buffer.alloc(statSync(`${folder.file()}.wal`).size, "x");
  writeFileSync(`${folder.file()}.wal`, garbage);
  await folder.open().then(
    (warehouse) => warehouse.close(),
    () => undefined,
  );
  expect(readFileSync(`${folder.file()}.wal`)).toEqual(garbage);
});
