import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { expect, test } from "vitest";
import { environment, main, makeProject, normal, shop } from "../support/sluice.js";

test("a wrong column: one error at its line and column, exit 2, nothing built", async () => {
  const project = await makeProject({
    ...shop,
    "models/staging/stg_orders.sql": "select\n  order_id,\n  custmer,\n  amount\nfrom raw.orders\n",
  });
  const ran = await project.run(["build"]);
  expect(ran.code).toBe(2);
  await expect(normal(ran.stderr)).toMatchFileSnapshot("__golden__/wrong-column.txt");
  const { code, command, errors } = await project.refused(["build"]);
  expect(code).toBe(2);
  expect(command).toBe("build");
  expect(errors).toMatchObject([
    {
      code: "SQL.BIND",
      where: {
        file: "models/staging/stg_orders.sql",
        line: 3,
        column: 3,
        model: "staging.stg_orders",
      },
    },
  ]);
  const history = await project.json("history");
  expect(history.document.runs.filter((run) => (run.summary?.built ?? 0) > 0)).toEqual([]);
  expect((await project.run(["show", "orders"])).code).toBe(2);
});

test("validate tells every problem at once", async () => {
  const project = await makeProject({
    ...shop,
    "models/marts/totals.sql": "select nope from marts.custmers\n",
    "models/marts/more.sql": "selec 1\n",
    "models/marts/wrong.sql": "select custmer from staging.stg_orders\n",
  });
  const { code, document } = await project.json("validate");
  expect(code).toBe(2);
  expect(document).toMatchObject({ ok: false, models: 6, warnings: [] });
  expect(document.errors.map((error) => error.code).sort()).toEqual([
    "REF.UNKNOWN",
    "SQL.BIND",
    "SQL.SYNTAX",
  ]);
});

test("a feed that cannot be read: its models are stopped, the others built, in every command", async () => {
  const project = await makeProject({
    ...shop,
    "models/raw/feed.source.yaml": "file: seeds/feed.csv\ncolumns: { n: { type: bigint } }\n",
    "seeds/feed.csv": "n\n1\n",
    "models/marts/fed.sql": "select sum(n) as n from raw.feed\n",
    "models/marts/also_fed.sql": "select count(*) as n from raw.feed\n",
    "models/marts/below.sql": "select n from marts.fed\n",
  });
  expect((await project.run(["build"])).code).toBe(0);
  const more = async (n: number) =>
    project.write({
      "seeds/feed.csv": "other\n1\n",
      "seeds/orders.csv": `order_id,customer,amount\n1,ada,${String(n)}.00\n`,
    });
  await more(1);
  expect((await project.json("validate")).code).toBe(2);
  const { document: planned, code: planCode } = await project.json("plan", ["--output", "p.json"]);
  expect(planCode).toBe(2);
  expect(planned).toMatchObject({ ok: false, summary: { blocked: 3 } });
  expect(planned.nodes.filter(({ action }) => action === "blocked")).toMatchObject([
    {
      name: "marts.also_fed",
      blocked_by: "raw.feed",
      errors: [{ code: "CONTRACT.MISSING_COLUMN" }],
    },
    { name: "marts.fed", blocked_by: "raw.feed", errors: [{ code: "CONTRACT.MISSING_COLUMN" }] },
    { name: "marts.below", blocked_by: "raw.feed", errors: [] },
  ]);
  await expect(normal((await project.run(["plan"])).stdout)).toMatchFileSnapshot(
    "__golden__/plan-blocked.txt",
  );
  expect((await project.run(["apply", "p.json"])).code).toBe(2);
  const shown = await project.run(["show", "totals", "--format", "csv"]);
  expect(shown.stdout).toBe("customers,total\r\n1,1.00\r\n");
  expect((await project.run(["show", "below", "--format", "csv"])).stdout).toBe("n\r\n1\r\n");
  await more(2);
  const ran = await project.run(["build"]);
  expect(ran.code).toBe(2);
  await expect(normal(ran.stderr)).toMatchFileSnapshot("__golden__/build-blocked.txt");
  const { document } = await project.json("build");
  expect(document).toMatchObject({ ok: false, summary: { failed: 2, skipped: 1, built: 0 } });
  expect((await project.run(["build", "totals"])).code).toBe(0);
  expect((await project.run(["check"])).code).toBe(0);
  await project.write({ "seeds/feed.csv": "n\n7\n" });
  expect((await project.run(["build"])).code).toBe(0);
  expect((await project.run(["show", "below", "--format", "csv"])).stdout).toBe("n\r\n7\r\n");
});

test("a failing check: exit 4, the rows, how to see all, and readers keep what they had", async () => {
  const project = await makeProject();
  await project.run(["build"]);
  await project.write({
    "seeds/orders.csv": "order_id,customer,amount\n1,ada,10.50\n1,grace,20.00\n",
  });
  const ran = await project.run(["build"]);
  expect(ran.code).toBe(4);
  await expect(normal(ran.stderr)).toMatchFileSnapshot("__golden__/failing-check.txt");
  const shown = await project.run(["show", "totals", "--format", "csv"]);
  expect(shown.stdout).toBe("customers,total\r\n2,35.75\r\n");
  const { document, code } = await project.json("build");
  expect(code).toBe(4);
  const node = document.nodes.find(({ name }) => name === "staging.stg_orders");
  expect(node).toMatchObject({
    status: "failed",
    checks: { failed: 1 },
    error: { code: "RUN.CHECK_FAILED" },
  });
  expect(node?.check_results).toMatchObject([
    { check: "unique(order_id)", status: "failed", sample: [{ order_id: 1 }, { order_id: 1 }] },
  ]);
});

/** Runs a command line that was printed for people, in a shell as they would. */
function pasted(line: string, cwd: string): string {
  const script = `sluice() { "${process.execPath}" "${main}" "$@"; }\n${line}`;
  return execFileSync("bash", ["-c", script], {
    cwd,
    env: environment(),
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
}

const commandsIn = (text: string) =>
  [...text.matchAll(/(sluice show .*)$/gm)].map(([, c = ""]) => c);

test("the commands that a failing build prints list the refused rows", async () => {
  const project = await makeProject({
    ...shop,
    "models/staging/stg_orders.sql": (shop["models/staging/stg_orders.sql"] ?? "").replace(
      "*/",
      `checks:
  - expression: amount < 15
  - sql: { sql: "select customer, amount from self where amount > 15 and customer <> 'it''s'" }
*/`,
    ),
  });
  const { stderr, code } = await project.run(["build"]);
  expect(code).toBe(4);
  const [candidate = "", ...all] = commandsIn(stderr);
  expect(pasted(candidate, project.dir)).toContain("grace");
  expect(all).toHaveLength(2);
  for (const line of all) {
    const shown = pasted(`${line} --format csv`, project.dir).split("\r\n");
    expect(shown.filter((row) => row.includes("grace"))).toHaveLength(1);
    expect(shown.filter((row) => row.includes("ada"))).toHaveLength(0);
  }
});

test("the commands that `check` prints list the rows readers see", async () => {
  const project = await makeProject({
    ...shop,
    "models/staging/stg_orders.sql": (shop["models/staging/stg_orders.sql"] ?? "").replace(
      "*/",
      `checks:
  - expression: { value: amount < 15, severity: warn }
  - sql: { sql: "select customer from self where amount > 15", severity: warn }
  - accepted_values: { column: customer, values: [ada, "o'neil"], severity: warn }
*/`,
    ),
  });
  await project.run(["build"]);
  const { stdout, code } = await project.run(["check"]);
  expect(code).toBe(0);
  const commands = commandsIn(stdout);
  expect(commands).toHaveLength(3);
  for (const line of commands) expect(pasted(line, project.dir)).toContain("grace");
});

test("SQL that fails at run time: exit 2; beside a failing check still 2", async () => {
  const failing = {
    ...shop,
    "models/marts/totals.sql": "select (customer || 'x')::int as n from marts.customers\n",
  };
  const project = await makeProject(failing);
  const { code, document } = await project.json("build");
  expect(code).toBe(2);
  expect(document.summary).toMatchObject({ built: 3, failed: 1 });
  await project.write({
    "models/marts/other.sql":
      "/* model\nchecks: [{ unique: a }]\n*/\nselect 1 as a from range(2)\n",
  });
  expect((await project.run(["build"])).code).toBe(2);
});

test("warnings alone: exit 0, told at the end", async () => {
  const project = await makeProject({
    ...shop,
    "models/marts/totals.sql":
      "/* model\nchecks:\n  - expression: { value: total > 1000, severity: warn }\n*/\nselect sum(total) as total from marts.customers\n",
  });
  const ran = await project.run(["build"]);
  expect(ran.code).toBe(0);
  expect(ran.stderr).toContain("warned ");
  expect(ran.stderr).toContain("1 warning");
});

test("unknown names, options and commands: did you mean, exit 2, also as JSON", async () => {
  const project = await makeProject();
  const model = await project.run(["show", "custmers"]);
  expect(model).toMatchObject({ code: 2, stdout: "" });
  expect(model.stderr).toContain("Did you mean marts.customers?");
  const option = await project.run(["build", "--fail-fas"]);
  expect(option.code).toBe(2);
  expect(option.stderr).toContain("Did you mean --fail-fast?");
  expect(await project.refused(["buld"])).toMatchObject({
    code: 2,
    command: null,
    errors: [{ code: "CLI.USAGE", hints: ["Did you mean build?", "See `sluice --help`."] }],
  });
  expect(await project.refused(["build", "tag:nope"])).toMatchObject({
    code: 2,
    errors: [{ code: "CLI.SELECTION_EMPTY" }],
  });
});

test("modules that do not load are told with line and source", async () => {
  const project = await makeProject(shop);
  await project.write({
    "models/marts/typed.ts": "export default {\n  sql: `select 1`\n  columns: 1,\n};\n",
  });
  const model = await project.run(["validate"]);
  expect(model.code).toBe(2);
  expect(model.stderr).toContain("error CONFIG.LOAD_FAILED  models/marts/typed.ts:3:3\n");
  expect(model.stderr).toContain("3 |   columns: 1,\n");
  await project.write({
    "models/marts/typed.ts": 'import "../../lib/helper.js";\nexport default 1;\n',
    "lib/helper.ts": "const given: any = undefined;\ngiven.name.length;\nexport {};\n",
  });
  const { code, document } = await project.json("validate");
  expect(code).toBe(2);
  expect(document.errors).toMatchObject([
    { code: "CONFIG.LOAD_FAILED", where: { file: "lib/helper.ts", line: 2 } },
  ]);
});

test("with --log-format json every line of a failure is an event", async () => {
  const project = await makeProject({
    ...shop,
    "models/marts/totals.sql": "select nope from marts.customers\n",
  });
  for (const args of [["build"], ["validate"], ["show", "nope"], ["build", "--nope"]]) {
    const { stderr, code } = await project.run([...args, "--log-format", "json"]);
    expect(code).toBe(2);
    const lines = stderr
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as { v: number; type: string });
    expect(lines.every(({ v }) => v === 1)).toBe(true);
    expect(lines.map(({ type }) => type)).toContain("error");
  }
});

test("a folder that was removed is an error like others", async () => {
  const dir = mkdtempSync(`${tmpdir()}/sluice-gone-`);
  const script = `rmdir "${dir}"; exec "${process.execPath}" "${main}" build --json`;
  const ran = spawnSync("sh", ["-c", script], { cwd: dir, env: environment(), encoding: "utf8" });
  rmSync(dir, { recursive: true, force: true });
  expect(ran.status).toBe(2);
  expect(JSON.parse(ran.stdout)).toMatchObject({ ok: false, errors: [{ code: "CLI.USAGE" }] });
  expect(ran.stderr).not.toMatch(/^\s+at /m);
});

test("no stack trace for a user's mistake, whatever it is", async () => {
  const project = await makeProject({ "sluice.config.ts": "export default { nme: 1 };\n" });
  const nowhere = await project.run(["build"], { cwd: "/" });
  for (const ran of [
    await project.run(["build"]),
    nowhere,
    await project.run(["show"]),
    await project.run(["build", "--now", "soon"]),
  ]) {
    expect(ran.code).toBe(2);
    expect(ran.stderr).toMatch(/^error [A-Z]+\.[A-Z_]+/);
    expect(ran.stderr).not.toMatch(/^\s+at /m);
  }
  expect(nowhere.stderr).toContain("CONFIG.NOT_FOUND");
});

test("secrets of the environment and the command line are never told", async () => {
  const project = await makeProject({
    ...shop,
    "models/marts/totals.sql":
      "select $password || (1/0)::varchar as x, 'hunter2hunter2'::int as y from marts.customers\n",
  });
  const env = { DB_PASSWORD: "hunter2hunter2" };
  const args = ["build", "--var", "password=opensesame!", "--log-format", "json"];
  for (const ran of [
    await project.run(args, { env }),
    await project.run([...args, "--json"], { env }),
    await project.run(["build", "--var", "password=opensesame!"], { env }),
  ]) {
    expect(ran.code).toBe(2);
    expect(ran.stdout + ran.stderr).not.toMatch(/hunter2hunter2|opensesame/);
  }
});
