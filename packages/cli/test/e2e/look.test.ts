import { once } from "node:events";
import { readdir } from "node:fs/promises";
import { expect, test } from "vitest";
import { makeProject, shop } from "../support/sluice.js";

test("show writes every format, and says when there is more", async () => {
  const project = await makeProject();
  await project.run(["build"]);
  const table = await project.run(["show", "stg_orders", "--limit", "2"]);
  expect(table.stdout).toBe(
    " order_id │ customer │ amount\n──────────┼──────────┼────────\n        1 │ ada      │  10.50\n        2 │ grace    │  20.00\n",
  );
  expect(table.stderr).toContain("first 2 rows; there are more");
  const json = await project.run(["show", "stg_orders", "--format", "json", "-n", "1"]);
  expect(JSON.parse(json.stdout)).toEqual([{ order_id: 1, customer: "ada", amount: "10.50" }]);
  const { document } = await project.json("show", [
    "--sql",
    "select 2::hugeint ** 70 as big, null as n",
  ]);
  expect(document).toMatchObject({ ok: true, truncated: false, rows: [{ n: null }] });
  const parquet = await project.run(["show", "stg_orders", "--format", "parquet"]);
  expect(parquet).toMatchObject({ code: 2 });
  expect(parquet.stderr).toContain("CAPABILITY.UNSUPPORTED");
});

test("show reads only, and shows where SQL is wrong", async () => {
  const project = await makeProject();
  await project.run(["build"]);
  const write = await project.run(["show", "--sql", "drop view marts.totals"]);
  expect(write.code).toBe(2);
  expect(write.stderr).toMatch(/SQL\.(NOT_READ_ONLY|NOT_A_QUERY|SYNTAX)/);
  const wrong = await project.run(["show", "--sql", "select nope from totals"]);
  expect(wrong.code).toBe(2);
  expect(wrong.stderr).toContain("select nope from totals\n               ^");
});

test("an environment that the warehouse does not have is refused by what only looks", async () => {
  const project = await makeProject();
  await project.run(["build"]);
  for (const looking of [
    ["lineage", "totals"],
    ["lineage", "totals.total"],
    ["ls"],
    ["show", "totals"],
    ["check"],
  ]) {
    const { errors } = await project.refused([...looking, "--env", "prd"]);
    expect(errors, looking.join(" ")).toMatchObject([
      { code: "STATE.UNKNOWN_ENVIRONMENT", hints: ["Did you mean `prod`?", "It has `prod`."] },
    ]);
    const inProd = await project.run([...looking, "--env", "prod"]);
    expect(inProd, looking.join(" ")).toMatchObject({ code: 0 });
  }
  expect(await project.run(["plan", "--env", "prd"])).toMatchObject({ code: 0 });
});

test("several processes look at the same time", async () => {
  const project = await makeProject();
  await project.run(["build"]);
  const sql = "select i from totals, range(1000000000) r(i)";
  const reader = project.start(["show", "--sql", sql, "--limit", "none", "--format", "csv"]);
  await once(reader.process.stdout, "data");
  expect(await project.run(["show", "stg_orders"])).toMatchObject({ code: 0 });
  expect(await project.run(["history"])).toMatchObject({ code: 0 });
  expect((await project.refused(["build", "--force"])).errors).toMatchObject([
    { code: "ADAPTER.LOCKED" },
  ]);
  reader.process.kill("SIGINT");
  await reader.done;
});

test("looking at a warehouse that nobody built says what to do", async () => {
  const project = await makeProject();
  const { errors } = await project.refused(["show", "stg_orders"]);
  expect(errors).toMatchObject([{ code: "STATE.NOT_BUILT" }]);
});

test("a long result goes to a file in bounded memory and appears whole", async () => {
  const project = await makeProject();
  const sql = "select i, 'text ' || i as t, i * 1.5 as x from range(300000) r(i)";
  const ran = await project.run(
    ["show", "--sql", sql, "--limit", "none", "--format", "csv", "-o", "out/rows.csv"],
    { env: { NODE_OPTIONS: "--max-old-space-size=64" } },
  );
  expect(ran).toMatchObject({ code: 0, stdout: "" });
  expect((await project.read("out/rows.csv")).split("\r\n")).toHaveLength(300_002);
  expect(await readdir(`${project.dir}/out`)).toEqual(["rows.csv"]);
});

test("a failing query leaves no file behind, and the old one as it was", async () => {
  const project = await makeProject();
  await project.write({ "out.csv": "old" });
  const sql =
    "select (case when i > 200000 then 'x' else '1' end)::int as n from range(300000) r(i)";
  const ran = await project.run([
    "show",
    "--sql",
    sql,
    "--limit",
    "none",
    "--format",
    "csv",
    "-o",
    "out.csv",
  ]);
  expect(ran.code).toBe(2);
  expect(await project.read("out.csv")).toBe("old");
  expect((await readdir(project.dir)).filter((name) => name.includes(".partial"))).toEqual([]);
});

test("ls: names for scripts, everything as JSON", async () => {
  const project = await makeProject({
    ...shop,
    "models/raw/events.source.yaml":
      "file: seeds/orders.csv\ncolumns:\n  order_id: { type: bigint }\n",
  });
  expect((await project.run(["ls", "+customers"])).stdout).toBe(
    "raw.orders\nstaging.stg_orders\nmarts.customers\n",
  );
  const { document } = await project.json("ls");
  expect(document.seeds.map(({ name }) => name)).toEqual(["raw.orders"]);
  expect(document.sources.map(({ name }) => name)).toEqual(["raw.events"]);
  const model = document.models.find(({ name }) => name === "staging.stg_orders");
  expect(model).toMatchObject({
    kind: "view",
    path: "models/staging/stg_orders.sql",
    tags: ["staging"],
    depends_on: ["raw.orders"],
  });
  expect(model?.columns.map(({ name, type }) => `${name} ${String(type)}`)).toEqual([
    "order_id BIGINT",
    "customer VARCHAR",
    "amount DECIMAL(18,2)",
  ]);
  expect(model?.checks.map(({ name }) => name)).toEqual(["unique(order_id)", "not_null(order_id)"]);
});

test("lineage of a model and of a column", async () => {
  const project = await makeProject();
  const model = await project.run(["lineage", "customers"]);
  expect(model.stdout).toBe(
    "marts.customers table\nreads\n  └─ staging.stg_orders view\n     └─ raw.orders seed\nis read by\n  └─ marts.totals table\n",
  );
  const up = await project.json("lineage", ["totals", "--upstream", "--depth", "1"]);
  expect(up.document).toMatchObject({
    model: "marts.totals",
    edges: [{ from: "marts.customers", to: "marts.totals" }],
  });
  const column = await project.run(["lineage", "customers.total", "--upstream"]);
  expect(column.stdout).toBe(
    "marts.customers.total\nreads\n  └─ staging.stg_orders.amount\n     └─ raw.orders.amount\n",
  );
  const wrong = await project.run(["lineage", "customers.totl"]);
  expect(wrong.code).toBe(2);
  expect(wrong.stderr).toContain("Did you mean total?");
});

test("render, types, explain, doctor and history", async () => {
  const project = await makeProject();
  await project.run(["build"]);
  const plain = await project.run(["render", "stg_orders", "--var", "least=7"]);
  expect(plain.stdout).toMatch(/where amount >= .*7/);
  expect((await project.run(["render", "customers", "--physical"])).stdout).toContain("_sluice");
  const types = await project.run(["types"]);
  expect(types.code).toBe(0);
  expect(await project.read("sluice-rows.d.ts")).toContain("total");
  expect((await project.run(["types", "--check"])).code).toBe(0);
  await project.write({ "sluice-rows.d.ts": "old" });
  expect((await project.run(["types", "--check"])).code).toBe(4);
  expect((await project.run(["explain", "sql.bind"])).stdout).toContain("SQL.BIND");
  expect((await project.run(["explain", "SQL.BIN"])).stderr).toContain("Did you mean SQL.BIND");
  const doctor = await project.json("doctor");
  expect(doctor).toMatchObject({ code: 0, document: { ok: true } });
  const { document } = await project.json("history");
  expect(document.runs).toHaveLength(1);
  const id = document.runs[0]?.run_id ?? "";
  const one = await project.json("history", [id.slice(0, -2)]);
  expect(one.document.nodes).toHaveLength(4);
  expect((await project.run(["history", id])).stdout).toContain("marts.totals");
  expect((await project.run(["history", "nope"])).code).toBe(2);
});

test("check looks at what readers see", async () => {
  const project = await makeProject();
  const before = await project.run(["check"]);
  expect(before.code).toBe(2);
  expect(before.stderr).toContain("sluice build");
  await project.run(["build"]);
  const after = await project.run(["check"]);
  expect(after).toMatchObject({ code: 0 });
  expect(after.stdout).toContain("staging.stg_orders  2 passed");
  expect((await project.json("check", ["customers"])).document.results).toHaveLength(1);
});

test("unit tests: passed 0, failed 4 with the difference, impossible 2", async () => {
  const given =
    "- name: totals\n  model: marts.customers\n  given:\n    staging.stg_orders:\n      - { order_id: 1, customer: ada, amount: 2 }\n";
  const project = await makeProject({
    ...shop,
    "tests/customers.test.yaml": `${given}  expect:\n    - { customer: ada, orders: 1, total: 2.00 }\n`,
  });
  expect((await project.run(["test"])).code).toBe(0);
  await project.write({
    "tests/customers.test.yaml": `${given}  expect:\n    - { customer: ada, orders: 2, total: 2.00 }\n`,
  });
  const failed = await project.run(["test"]);
  expect(failed.code).toBe(4);
  expect(failed.stdout).toMatch(/ - │ ada +│ *\*2 │/);
  expect(failed.stdout).toMatch(/ \+ │ ada +│ *\*1 │/);
  const { document } = await project.json("test");
  expect(document).toMatchObject({ ok: false, summary: { passed: 0, failed: 1 } });
  await project.write({ "tests/customers.test.yaml": "- name: x\n" });
  expect((await project.run(["test"])).code).toBe(2);
});

test("a path that cannot be written is the user's error, and nothing is left there", async () => {
  const project = await makeProject();
  const before = await readdir(project.dir);
  for (const args of [
    ["show", "--sql", "select 1 as n", "-o", "models"],
    ["show", "--sql", "select 1 as n", "-o", "sluice.config.ts/rows.csv"],
    ["types", "-o", "models"],
    ["init", "sluice.config.ts"],
  ]) {
    const ran = await project.run(args);
    expect(ran.code).toBe(2);
    expect(ran.stderr).toMatch(/^error OUTPUT\.WRITE_FAILED\n {2}.* cannot be written: /);
  }
  const after = (await readdir(project.dir)).filter((name) => !/duckdb|^\.sluice$/.test(name));
  expect(after.sort()).toEqual(before.sort());
});

test("help of a command that does not exist", async () => {
  const project = await makeProject({});
  const ran = await project.run(["help", "biuld"]);
  expect(ran.code).toBe(2);
  expect(ran.stderr).toContain("Unknown command 'biuld'.\n  next: Did you mean build?");
});
