import { readdir } from "node:fs/promises";
import { expect, test } from "vitest";
import { hasPty, onTerminal } from "../support/pty.js";
import { main, makeProject, normal, shop } from "../support/sluice.js";
import { Terminal } from "../support/terminal.js";

const sluice = (args: string) => `exec "${process.execPath}" "${main}" ${args}`;

/** What stands on the screen and above it in the end. */
function screen(output: string, columns = 80): string {
  const terminal = new Terminal(columns);
  terminal.write(output);
  expect(terminal.cursorVisible).toBe(true);
  return normal(terminal.text());
}

/** Final letters of the control sequences that were sent: `m` colours, others move or clear. */
function controls(output: string): string[] {
  const letters = output.split("\u001b[").slice(1);
  return [...new Set(letters.flatMap((text) => /^[?0-9;]*([A-Za-z])/.exec(text)?.[1] ?? []))];
}

const warnings = `/* model
checks:
  - expression: { value: orders > 9, severity: warn, label: Customers with more than nine orders }
  - expression: { value: total > 100, severity: warn }
  - row_count: { min: 50, severity: warn }
  - not_null: { column: customer, severity: warn }
  - accepted_values: { column: customer, values: [bob], severity: warn }
*/
`;

test.skipIf(!hasPty)("what a terminal shows of a build: golden transcripts", async () => {
  const project = await makeProject({
    ...shop,
    "models/marts/customers.sql": (shop["models/marts/customers.sql"] ?? "").replace(
      /^\/\*[^]*?\*\/\n/,
      warnings,
    ),
  });
  const first = await onTerminal(sluice("build"), { cwd: project.dir });
  expect(first.code).toBe(0);
  expect(first.output).toContain("\u001b[32mbuilt");
  await expect(screen(first.output)).toMatchFileSnapshot("__golden__/terminal-build.txt");
  for (const line of screen(first.output).split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  const again = await onTerminal(sluice("build"), { cwd: project.dir, columns: 120 });
  await expect(screen(again.output, 120)).toMatchFileSnapshot("__golden__/terminal-again.txt");
});

test.skipIf(!hasPty)(
  "NO_COLOR: no colours; CI and a dumb terminal: no cursor movements",
  async () => {
    const project = await makeProject();
    const run = (env: Record<string, string>) =>
      onTerminal(sluice("build --force"), { cwd: project.dir, env });
    const plain = await run({ NO_COLOR: "1" });
    expect(controls(plain.output)).not.toContain("m");
    expect(controls((await run({ CI: "1" })).output)).toEqual(["m"]);
    const dumb = await run({ TERM: "dumb" });
    expect(dumb.output).not.toContain("\u001b");
    expect(dumb.output).toContain("4/4 built");
  },
);

test.skipIf(!hasPty)("a terminal gets tables and lists cut to its width", async () => {
  const project = await makeProject();
  await project.run(["build"]);
  const sql = "select 'a text that is longer than that' as a, 'and another such text' as b, 3 as c";
  const shown = await onTerminal(sluice(`show --sql "${sql}"`), { cwd: project.dir, columns: 40 });
  expect(screen(shown.output, 40)).toMatchInlineSnapshot(`
    " a               │ b               │ c
    ─────────────────┼─────────────────┼───
     a text that is… │ and another su… │ 3
    1 row"
  `);
  const listed = await onTerminal(sluice("ls"), { cwd: project.dir, columns: 40 });
  expect(screen(listed.output, 40)).toMatchInlineSnapshot(`
    "name                kind   tags
    raw.orders          seed
    staging.stg_orders  view   staging
    marts.customers     table  marts
    marts.totals        table  marts"
  `);
});

test.skipIf(!hasPty)("init asks; Ctrl-C declines: exit 3, nothing made", async () => {
  const project = await makeProject({});
  const declined = await onTerminal(sluice("init"), {
    cwd: project.dir,
    keys: [["Folder of the new project", "\u0003"]],
  });
  expect(declined.code).toBe(3);
  expect(declined.output).toContain("Nothing was made.");
  expect(await readdir(project.dir)).toEqual(["node_modules"]);
  const made = await onTerminal(sluice("init"), {
    cwd: project.dir,
    keys: [
      ["Folder of the new project", "\r"],
      ["Start from", "\r"],
    ],
  });
  expect(made.code).toBe(0);
  expect(await readdir(`${project.dir}/analytics`)).toContain("sluice.config.ts");
});
