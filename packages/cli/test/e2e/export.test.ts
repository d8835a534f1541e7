import { access, stat } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { crontabCommand, dagFile, execStart, workflow } from "../support/exports.js";
import { hasCommand } from "../support/pty.js";
import { config, makeProject, shop, type TestProject } from "../support/sluice.js";

/** The shop with crons, an ephemeral model between its tables, and a name no shell likes. */
const scheduled: Readonly<Record<string, string>> = {
  ...shop,
  "sluice.config.ts": config.replace('name: "test"', 'name: "shop & sons"'),
  "models/marts/customers.sql": `/* model
cron: "30 2 * * * Europe/Berlin"
*/
select customer, count(*) as orders, sum(amount) as total from staging.stg_orders group by customer
`,
  "models/marts/halves.sql": `/* model
kind: ephemeral
*/
select customer, total / 2 as half from marts.customers
`,
  "models/marts/totals.sql": `/* model
cron: "@hourly"
*/
select sum(half) as total from marts.halves
`,
};

async function exported(project: TestProject, ...args: readonly string[]): Promise<string> {
  const { document } = await project.json("export", args);
  expect(document).toMatchObject({ ok: true, format: args[0], environment: "prod" });
  return document.files[0]?.content ?? "";
}

test("every format calls the run of the environment, as often as the finest cron needs", async () => {
  const project = await makeProject(scheduled);
  const crontab = await exported(project, "cron");
  expect(crontabCommand(crontab)).toContain("npx --no-install sluice run 'prod' --quiet");
  expect(crontabCommand(crontab)).toContain(`cd '${project.dir}' && `);
  expect(crontab).toMatch(/^\*\/30 \* \* \* \* cd /m);
  expect(crontab).toContain("#   30 2 * * * Europe/Berlin: 1 model (marts.customers);\n");
  expect(crontab).toContain("#   @hourly: 1 model (marts.totals);\n");
  const unit = execStart(await exported(project, "systemd", "--target", "dev"));
  expect(unit.slice(0, 2)).toEqual(["/bin/sh", "-c"]);
  expect(unit[2]).toMatch(/ sluice run 'prod' --target 'dev'$/);
  const github = await exported(project, "github", "--var", "least=5");
  expect(workflow(github).run).toBe("npx --no-install sluice run 'prod' --var 'least=5'");
  expect(github).toContain('- cron: "*/30 * * * *"');
  // Nothing was opened or built for it.
  await expect(access(join(project.dir, "test.duckdb"))).rejects.toThrow("ENOENT");
});

test.skipIf(!hasCommand("python3"))("a DAG has one task, or one a model", async () => {
  const project = await makeProject(scheduled);
  const whole = dagFile(await exported(project, "airflow"));
  expect(Object.keys(whole.commands)).toEqual(["sluice_run"]);
  expect(whole.schedule).toBe("*/30 * * * *");
  const models = dagFile(await exported(project, "airflow", "--per-model"));
  expect(Object.keys(models.commands).sort()).toEqual([
    "marts.customers",
    "marts.totals",
    "raw.orders",
    "staging.stg_orders",
  ]);
  expect(models.upstream).toEqual({
    "staging.stg_orders": ["raw.orders"],
    "marts.customers": ["staging.stg_orders"],
    "marts.totals": ["marts.customers"],
  });
});

test("text goes to stdout, or into files", async () => {
  const project = await makeProject(scheduled);
  const shown = await project.run(["export", "systemd"]);
  expect(shown).toMatchObject({ code: 0, stderr: "" });
  expect(shown.stdout).toContain("# sluice-shop_sons-prod.service\n");
  expect(shown.stdout).toContain("\n# sluice-shop_sons-prod.timer\n");
  const args = ["--env", "staging", "--every", "6h"];
  const units = await project.run(["export", "systemd", "--output", "ops", ...args]);
  expect(units.stderr).toBe(
    ["service", "timer"]
      .map((kind) => `Wrote ${join(project.dir, "ops", `sluice-shop_sons-staging.${kind}`)}.\n`)
      .join(""),
  );
  const timer = await project.read("ops/sluice-shop_sons-staging.timer");
  expect(timer).toContain("\nOnCalendar=*-*-* 0/6:0:00 UTC\n");
  await project.run(["export", "github", "-o", "ci/shop.yml"]);
  expect((await stat(join(project.dir, "ci/shop.yml"))).isFile()).toBe(true);
});

test.each([
  [["cron", "--every", "7m"], "CLI.USAGE", "--every"],
  [["cron", "--env", "a b"], "CLI.USAGE", "a b"],
  [["cron", "--var", "password=hunter2"], "CLI.USAGE", "password"],
  [["at"], "CLI.USAGE", "at"],
])("export %j cannot be done: %s", async (args, code, told) => {
  const project = await makeProject(scheduled);
  const ran = await project.refused(["export", ...args]);
  expect(ran.code).toBe(2);
  expect(ran.errors[0]).toMatchObject({ code });
  expect(ran.errors[0]?.message).toContain(told);
  expect(`${ran.stdout}${ran.stderr}`).not.toContain("hunter2");
});

test("without a cron nothing says how often, unless --every does", async () => {
  const project = await makeProject();
  const ran = await project.refused(["export", "cron"]);
  expect(ran.errors[0]?.message).toBe("No model has a cron, so nothing says how often to call.");
  expect(await exported(project, "cron", "--every", "15m")).toMatch(/^\*\/15 \* \* \* \* cd /m);
});

test.skipIf(!hasCommand("python3"))("models that are published together are one task", async () => {
  const project = await makeProject({
    ...shop,
    "models/marts/customers.sql": `/* model
cron: "@hourly"
kind: table
checks: [{ relationships: { column: customer, to: marts.totals, field: customer } }]
*/
select customer, count(*) as orders from staging.stg_orders group by customer
`,
    "models/marts/totals.sql": `/* model
kind: table
*/
select customer, sum(orders) as total from marts.customers group by customer
`,
    "models/marts/rest.sql": "select count(*) as n from marts.customers",
  });
  const { commands, upstream } = dagFile(await exported(project, "airflow", "--per-model"));
  expect(Object.keys(commands)).not.toContain("marts.totals");
  expect(commands["marts.customers"]).toContain("--select 'marts.customers' 'marts.totals'");
  expect(upstream["marts.rest"]).toEqual(["marts.customers"]);
  const build = await project.json("build", ["--select", "marts.customers", "marts.totals"]);
  expect(build.document).toMatchObject({ ok: true });
});
