import { spawnSync } from "node:child_process";
import { chmodSync, rmSync } from "node:fs";
import { expect, test } from "vitest";
import { inShell, told } from "../support/shell.js";
import { main, makeProject, shop } from "../support/sluice.js";

/** Runs a command as a user without any right of its own. */
const asNobody = "setpriv --reuid 65534 --regid 65534 --clear-groups";
const canBeNobody =
  process.getuid?.() === 0 &&
  spawnSync("sh", ["-c", `${asNobody} "${process.execPath}" "${main}" --version`]).status === 0;

const refusals: readonly (readonly [path: string, mode: number, args: string, place: string])[] = [
  ["models/marts", 0o700, "validate", "models/marts"],
  ["models/marts/totals.sql", 0o600, "validate", "models/marts/totals.sql"],
  ["models/raw/orders.seed.yaml", 0o600, "ls", "models/raw/orders.seed.yaml"],
  ["seeds/orders.csv", 0o600, "validate", "seeds/orders.csv"],
  ["seeds", 0o700, "validate", "seeds/orders.csv"],
  ["sluice.config.ts", 0o600, "validate", "sluice.config.ts"],
  ["tests/totals.test.yaml", 0o600, "test", "tests/totals.test.yaml"],
  ["test.duckdb", 0o600, "show totals", "test.duckdb"],
];

test.skipIf(!canBeNobody)(
  "a file or folder without permission is SYSTEM.PERMISSION with its path, and hides no other",
  async () => {
    const project = await makeProject({ ...shop, "tests/totals.test.yaml": "# none\n" });
    expect((await project.run(["build"])).code).toBe(0);
    // Files are looked at, rather than what is known of them.
    rmSync(`${project.dir}/.sluice`, { recursive: true });
    chmodSync(project.dir, 0o755);
    for (const [path, mode, args, place] of refusals) {
      chmodSync(`${project.dir}/${path}`, mode);
      const script = `exec ${asNobody} "${process.execPath}" "${main}" ${args}`;
      const { code, stderr } = await inShell(script, project.dir);
      expect({ path, code, errors: told(stderr) }).toEqual({
        path,
        code: 2,
        errors: ["SYSTEM.PERMISSION"],
      });
      expect(stderr).toContain(`${place} cannot be read: this user has no permission.`);
      chmodSync(`${project.dir}/${path}`, mode | 0o055);
    }
  },
);

test("too few file descriptors are never a bug of Sluice", async () => {
  const project = await makeProject();
  const codes = new Set<number | null>();
  for (const most of [20, 22, 24, 26, 28, 40, 512]) {
    const { code, stderr } = await inShell(`ulimit -n ${String(most)}; sluice build`, project.dir);
    expect(stderr).not.toContain("INTERNAL.BUG");
    expect(stderr).not.toMatch(/^\s+at /m);
    if (code !== 0) expect(told(stderr)).toEqual(["SYSTEM.TOO_MANY_FILES"]);
    codes.add(code);
  }
  expect([...codes].sort()).toEqual([0, 2]);
});

test("a limit of file sizes is SYSTEM.FILE_TOO_LARGE of the model that meets it", async () => {
  const project = await makeProject({
    ...shop,
    "models/marts/totals.sql": "select range as i, random() as r from range(2000000)\n",
  });
  expect((await project.run(["build", "customers"])).code).toBe(0);
  const { code, stderr } = await inShell("ulimit -f 3000; sluice build", project.dir);
  expect(code).toBe(2);
  expect(told(stderr)).toContain("SYSTEM.FILE_TOO_LARGE");
  expect(told(stderr)).not.toContain("SQL.FAILED");
  expect((await project.run(["show", "customers", "--format", "csv"])).code).toBe(0);
});
