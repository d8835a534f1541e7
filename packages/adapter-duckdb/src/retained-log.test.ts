import { existsSync, rmSync, statSync, utimesSync } from "node:fs";
import { expect, test } from "vitest";
import { all, direct, useFolder } from "../test/files.js";

const folder = useFolder();
const count = "select count(*)::integer as n from t";

function logSize(): number {
  const log = `${folder.file()}.wal`;
  return existsSync(log) ? statSync(log).size : 0;
}

/** Writes one row and closes; without `compact` the log stays. */
async function write(compact: boolean, rows = "select 1"): Promise<void> {
  const warehouse = await folder.open({ cacheDir: folder.file("cache") });
  await warehouse.execute(`create table if not exists t (a integer); insert into t ${rows}`);
  await warehouse.close({ compact });
}

async function openAndClose(): Promise<number> {
  const warehouse = await folder.open({ cacheDir: folder.file("cache") });
  const size = logSize();
  await warehouse.close({ compact: false });
  return size;
}

test("a close that need not tidy up leaves a log that every program reads", async () => {
  await write(true);
  expect(logSize()).toBe(0);
  await write(false);
  expect(logSize()).toBeGreaterThan(0);
  expect(await direct(folder.file(), count)).toEqual([{ n: 2 }]);
});

test("a log left on purpose is neither written again nor tidied up by the next open", async () => {
  await write(true);
  await write(false);
  const left = logSize();
  expect(await openAndClose()).toBe(left);
  await write(false);
  expect(logSize()).toBeGreaterThan(left);
  const warehouse = await folder.open({ cacheDir: folder.file("cache") });
  expect(await all(warehouse, count)).toEqual([{ n: 3 }]);
  await warehouse.close();
  await write(true);
  expect(logSize()).toBe(0);
});

const changes: readonly (readonly [string, () => void])[] = [
  ["nobody noted", () => rmSync(folder.file("cache"), { recursive: true })],
  ["somebody touched since", () => utimesSync(`${folder.file()}.wal`, 1, 1)],
];

test.each(changes)("a log that %s is tidied up by the next open", async (_, change) => {
  await write(true);
  await write(false);
  change();
  expect(await openAndClose()).toBe(0);
  expect(await direct(folder.file(), count)).toEqual([{ n: 2 }]);
});

test("a large log is tidied up by the next open", async () => {
  await write(true);
  for (let i = 0; i < 3; i++) await write(false, "select range from range(100000)");
  expect(logSize()).toBeGreaterThan(1_048_576);
  expect(await openAndClose()).toBe(0);
});
