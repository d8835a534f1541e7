import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, expect, it } from "vitest";
import { duckdb } from "./index.js";
import { optionsSchema, type DuckdbOptions } from "./options.js";

const dir = mkdtempSync(path.join(os.tmpdir(), "sluice-options-"));
afterAll(() => rmSync(dir, { recursive: true }));

/** A value of each option that is not its default. */
const values: Readonly<Record<keyof typeof optionsSchema.shape, Partial<DuckdbOptions>>> = {
  path: { path: ":memory:" },
  threads: { threads: 1 },
  memory_limit: { memory_limit: "123MiB" },
  temp_directory: { temp_directory: "spill" },
  block_size: { block_size: 16384 },
  attach: { attach: { other: { path: "other.duckdb" } } },
  settings: { settings: { default_null_order: "nulls_first" } },
  publish: { publish: { copy: "published.duckdb" } },
};

/** An engine with these options: its settings and databases, and the facts that core reads of it. */
async function engineOf(options: Partial<DuckdbOptions>, name: string): Promise<string> {
  const engine = duckdb({ path: `${name}.duckdb`, threads: 2, ...options });
  const { publish, contentSettings } = engine;
  const warehouse = await engine.open({ projectDir: dir });
  const rows: unknown[] = [];
  try {
    const settings = `select s.name, s.value from duckdb_settings() s where s.name in
      ('threads', 'memory_limit', 'temp_directory', 'default_null_order') order by all`;
    for (const sql of [
      settings,
      "select database_name as name, path is null as memory from duckdb_databases() where not internal order by all",
      "select block_size from pragma_database_size() limit 1",
    ])
      for await (const row of warehouse.query(sql)) rows.push(row);
  } finally {
    await warehouse.close();
  }
  return JSON.stringify([rows, publish, contentSettings], (_, value: unknown) =>
    typeof value === "bigint" ? String(value) : value,
  ).replaceAll(name, "warehouse");
}

it("every option has a case", () => {
  expect(Object.keys(values).sort()).toEqual(Object.keys(optionsSchema.shape).sort());
});

it.each(Object.entries(values))("%s has an effect", async (key, option) => {
  if (key === "attach") {
    const other = await duckdb({ path: "other.duckdb" }).open({ projectDir: dir });
    await other.close();
  }
  expect(await engineOf(option, `with_${key}`)).not.toEqual(await engineOf({}, `bare_${key}`));
  expect(await engineOf({}, `one_${key}`)).toEqual(await engineOf({}, `two_${key}`));
});
