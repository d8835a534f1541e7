import { expect, test } from "vitest";
import { hasPty, onTerminal } from "../support/pty.js";
import { config, main, makeProject, type TestProject } from "../support/sluice.js";
import { Terminal } from "../support/terminal.js";

const header = `/* model
kind: table
columns:
  order_id: { checks: [{ unique: { severity: warn } }] }
  email: { pii: true }
*/
`;
const order = (rows: string) =>
  `${header}select * from (values ${rows}) t(order_id, email, amount, note)\n`;
const table = (select: string) => `/* model\nkind: table\n*/\n${select}\n`;

const first = {
  "sluice.config.ts": config,
  "models/raw/items.sql": table("select 1 as item, 'Lamp' as name"),
  "models/marts/orders.sql": order(
    "(1, 'ada@example.org', 10.00, 'a'), (2, 'grace@example.org', 20.00, null), (3, 'alan@example.org', 30.00, 'c'), (4, 'x@example.org', 40.00, 'd'), (4, 'x@example.org', 40.00, 'e')",
  ),
  "models/marts/tags.sql": table("select * from (values ('a'), ('a'), ('b')) t(tag)"),
  "models/marts/names.sql": table("select i as id, 'name ' || i as name from range(3) r(i)"),
  "models/marts/old.sql": table("select 7 as n"),
};
const second = {
  "models/marts/orders.sql": `${header}select order_id, email, amount::double as amount, note, amount > 15 as is_large
from (values (1, 'ADA@example.org', 10.50, 'a'), (2, 'grace@example.org', 20.00, ''), (3, 'alan@example.org', 30.00, 'c'), (4, 'x@example.org', 40.00, 'd'), (4, 'x@example.org', 40.00, 'd'), (5, 'new@example.org', 50.00, null), (null, null, 60.00, null)) t(order_id, email, amount, note)
`,
  "models/marts/tags.sql": table("select * from (values ('a'), ('b'), ('b'), ('b')) t(tag)"),
  "models/marts/fresh.sql": table("select 1 as n"),
};

/** A project whose `dev` shows the first version of each model and `prod` the second. */
async function twoEnvironments(): Promise<TestProject> {
  const project = await makeProject(first);
  expect(await project.run(["build"])).toMatchObject({ code: 0 });
  expect(await project.run(["build", "--env", "dev"])).toMatchObject({ code: 0 });
  await project.write(second);
  expect(await project.run(["build"])).toMatchObject({ code: 0 });
  // Built again from the same query: another table with the same rows.
  expect(await project.run(["build", "names", "--force"])).toMatchObject({ code: 0 });
  return project;
}

test("what a log, a document and a terminal of 80 columns show: golden transcripts", async () => {
  const project = await twoEnvironments();
  const piped = await project.run(["diff", "dev", "prod"]);
  expect(piped.code).toBe(0);
  await expect(piped.stdout + piped.stderr).toMatchFileSnapshot("__golden__/diff.txt");
  const { document, code, stdout } = await project.json("diff", ["dev", "prod", "--limit", "1"]);
  expect(code).toBe(0);
  expect(document).toMatchObject({ ok: true, different: true });
  await expect(stdout).toMatchFileSnapshot("__golden__/diff.json");
  for (const text of [piped.stdout, stdout]) {
    expect(text).toContain("***");
    expect(text).not.toContain("example.org");
  }
  if (!hasPty) return;
  const command = `exec "${process.execPath}" "${main}" diff dev prod --exclude marts.old`;
  const shown = await onTerminal(command, { cwd: project.dir });
  expect(shown.code).toBe(0);
  expect(shown.output).toContain("comparing marts.orders");
  const terminal = new Terminal(80);
  terminal.write(shown.output);
  expect(terminal.cursorVisible).toBe(true);
  await expect(terminal.text()).toMatchFileSnapshot("__golden__/terminal-diff.txt");
  for (const line of terminal.text().split("\n")) expect(line.length).toBeLessThanOrEqual(80);
});

test("options, exit codes and mistakes", async () => {
  const project = await twoEnvironments();
  await exitCodes(project);
  await oneModel(project);
  await mistakes(project);
});

/** 0 with differences, 4 with --fail, 2 where something cannot be compared. */
async function exitCodes(project: TestProject): Promise<void> {
  const code = async (...args: readonly string[]) =>
    (await project.run(["diff", "dev", "prod", ...args])).code;
  expect(await code("--fail")).toBe(4);
  expect(await code("orders", "tags", "--where", "order_id = 3")).toBe(2);
  const { document } = await project.json("diff", ["dev", "prod", "names", "items", "--fail"]);
  expect(document).toMatchObject({
    ok: true,
    different: false,
    summary: { identical: 1, shared: 1 },
  });
}

/** By the columns asked for, with a tolerance, without samples. */
async function oneModel(project: TestProject): Promise<void> {
  const args = [
    "dev",
    "prod",
    "marts.orders",
    "--on",
    "order_id,note",
    "--tolerance",
    "0.5",
    "-n",
    "0",
  ];
  const { document } = await project.json("diff", args);
  expect(document.models).toHaveLength(1);
  expect(document.models[0]?.rows).toMatchObject({
    by: "key",
    key: { columns: ["order_id", "note"], from: "option" },
    columns: [
      { name: "email", differing: 1, sample: [] },
      { name: "amount", differing: 0 },
    ],
  });
}

/** Refused with what is near. */
async function mistakes(project: TestProject): Promise<void> {
  const unknown = await project.refused(["diff", "dev", "prdo"]);
  expect(unknown).toMatchObject({
    code: 2,
    errors: [
      {
        code: "STATE.UNKNOWN_ENVIRONMENT",
        hints: ["Did you mean `prod`?", "It has `dev`, `prod`."],
      },
    ],
  });
  const on = await project.run(["diff", "dev", "prod", "orders", "--on", "order_idd"]);
  expect(on.code).toBe(2);
  expect(on.stdout).toContain("Did you mean `order_id`?");
  expect((await project.run(["diff", "dev"])).code).toBe(2);
}
