import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { makeProject } from "../support/sluice.js";

/** Every command that only looks, and how it ends where nothing was built. */
const commands: readonly (readonly [code: number, ...args: string[]])[] = [
  [0, "plan"],
  [0, "plan", "dev", "--explain"],
  [0, "plan", "--json"],
  [0, "ls"],
  [0, "ls", "--select", "state:modified+"],
  [0, "history"],
  [2, "diff", "prod", "dev"],
  [2, "show", "stg_orders"],
  [0, "show", "--sql", "select 1 as one"],
  [0, "validate"],
  [2, "check"],
  [0, "test"],
  [0, "render", "totals"],
  [0, "render", "totals", "--physical"],
  [0, "lineage", "totals"],
  [0, "doctor"],
  [0, "env", "list"],
  [0, "clean", "--dry-run"],
  [2, "rollback", "prod", "--list"],
  [2, "export", "cron"],
];

test("a command that only looks makes no warehouse", async () => {
  const project = await makeProject();
  const database = join(project.dir, "test.duckdb");
  const found: unknown[] = [];
  for (const [, ...args] of commands) {
    const { code } = await project.run(args);
    found.push([code, ...args, ...(existsSync(database) ? ["made the file"] : [])]);
  }
  expect(found).toEqual(commands);
  const left = (await readdir(project.dir)).filter((name) => name.includes(".duckdb"));
  expect(left).toEqual([]);
  expect(await project.run(["build"])).toMatchObject({ code: 0 });
  expect(existsSync(database)).toBe(true);
});
