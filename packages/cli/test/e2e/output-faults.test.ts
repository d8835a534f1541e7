import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { expect, test } from "vitest";
import { commandDefinitions } from "../../src/commands/definitions.js";
import { inShell, told } from "../support/shell.js";
import { makeProject, shop, type TestProject } from "../support/sluice.js";

/** Arguments with which a command succeeds in the project of these tests; every other command takes none. */
const given: Readonly<Record<string, readonly string[]>> = {
  __complete: ["bash", "sh"],
  apply: ["plan.json"],
  backfill: ["daily", "--start", "2024-01-01", "--end", "2024-01-02"],
  backup: ["other.duckdb"],
  completion: ["bash"],
  diff: ["prod", "dev"],
  explain: ["SQL.BIND"],
  export: ["cron", "--every", "1h"],
  init: ["made"],
  lineage: ["customers"],
  render: ["customers"],
  restate: ["daily", "--yes"],
  restore: ["backup.duckdb", "--yes"],
  rollback: ["prod"],
  show: ["customers"],
};

/** `schedule` goes on until it is stopped, and prints on standard error alone. */
const ending = commandDefinitions.filter(({ name }) => name !== "schedule");

const incremental = `/* model
kind: { type: incremental_by_time, time: day, start: 2024-01-01 }
*/
select date '2024-01-01' as day, 1 as n where date '2024-01-01' >= $start and date '2024-01-01' < $end
`;

/** A project in which every command has something to print. */
async function busyProject(): Promise<TestProject> {
  const project = await makeProject({ ...shop, "models/marts/daily.sql": incremental });
  const edit = { "models/marts/totals.sql": "select count(*) as customers from marts.customers\n" };
  for (const args of [
    ["build"],
    ["build", "--env", "dev"],
    ["backup", "backup.duckdb"],
    ["plan", "--output", "plan.json"],
  ]) {
    if (args[0] === "plan") await project.write(edit);
    expect(await project.run(args)).toMatchObject({ code: 0 });
  }
  return project;
}

test.skipIf(!existsSync("/dev/full"))(
  "every command whose standard output is on a full disk ends with OUTPUT.WRITE_FAILED and exit 2",
  async () => {
    const project = await busyProject();
    const found: Record<string, unknown> = {};
    // A plan is of the state it was made for: applied before others change that.
    for (const { name } of ending.sort(
      (a, b) => Number(b.name === "apply") - Number(a.name === "apply"),
    )) {
      const args = [name, ...(given[name] ?? []), ...(name === "__complete" ? [] : ["--json"])];
      const { code, stderr } = await inShell(`sluice ${args.join(" ")} > /dev/full`, project.dir);
      found[name] = { code, errors: told(stderr) };
    }
    const cut = { code: 2, errors: ["OUTPUT.WRITE_FAILED"] };
    expect(found).toEqual(Object.fromEntries(ending.map(({ name }) => [name, cut])));
  },
);

test("every command that writes a file leaves the one before when the new one does not fit", async () => {
  const project = await busyProject();
  const writing = commandDefinitions.filter((definition) =>
    (definition.options?.() ?? []).some(({ long }) => long === "--output"),
  );
  expect(writing.length).toBeGreaterThan(2);
  for (const { name } of writing) {
    const args = [name, ...(given[name] ?? []), "--output", `"$PWD"/out/${name}.txt`];
    await project.write({ [`out/${name}.txt`]: "before" });
    const script = `ulimit -f 0; sluice ${args.join(" ")}`;
    const { code, stderr } = await inShell(script, project.dir);
    expect({ name, code, errors: told(stderr) }).toEqual({
      name,
      code: 2,
      errors: ["OUTPUT.WRITE_FAILED"],
    });
    expect(stderr).toContain(`out/${name}.txt cannot be written: `);
    expect(await project.read(`out/${name}.txt`)).toBe("before");
  }
  expect((await readdir(`${project.dir}/out`)).sort()).toEqual(
    writing.map(({ name }) => `${name}.txt`).sort(),
  );
});

const manyRows = "show --sql 'select i from range(100000) r(i)' --limit none --format csv";

test("a write that a limit cuts in the middle is an error, to standard output as to a file", async () => {
  const project = await makeProject();
  for (const [output, subject] of [
    ["> out.csv", "Standard output"],
    ["--output file.csv", "file.csv"],
  ] as const) {
    const { code, stderr } = await inShell(
      `ulimit -f 8; sluice ${manyRows} ${output}`,
      project.dir,
    );
    expect(code).toBe(2);
    expect(told(stderr)).toEqual(["OUTPUT.WRITE_FAILED"]);
    expect(stderr).toContain(`${subject} cannot be written: `);
  }
  expect((await project.read("out.csv")).length).toBe(8 * 1024);
  expect(existsSync(`${project.dir}/file.csv`)).toBe(false);
});

test.skipIf(!existsSync("/dev/full"))(
  "messages that cannot be written make the exit code of a command that is done 2, of others none",
  async () => {
    const project = await makeProject();
    expect((await inShell("sluice build 2> /dev/full", project.dir)).code).toBe(2);
    const cut = await inShell("sluice explain SQL.BIND 2> /dev/full", project.dir);
    expect(cut.code).toBe(0);
    expect(cut.stdout).toContain("SQL.BIND");
    expect((await inShell("sluice show nope > /dev/full 2>&1", project.dir)).code).toBe(2);
  },
);

test("a reader that goes away ends a command without a message, as SIGPIPE ends others", async () => {
  const project = await makeProject();
  const script = `sluice ${manyRows} | head -2; echo "\${PIPESTATUS[0]}"`;
  expect(await inShell(script, project.dir)).toMatchObject({
    stdout: "i\r\n0\r\n141\n",
    stderr: "",
  });
});

test("a device or pipe as the output is written in place", async () => {
  const project = await makeProject();
  const { code, stdout } = await inShell(
    "mkfifo pipe; cat pipe & sluice show --sql 'select 1 as n' --format csv --output pipe; r=$?; wait; exit $r",
    project.dir,
  );
  expect({ code, stdout }).toEqual({ code: 0, stdout: "n\r\n1\r\n" });
  expect((await inShell("test -p pipe", project.dir)).code).toBe(0);
});
