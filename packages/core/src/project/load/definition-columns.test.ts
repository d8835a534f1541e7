import { describe, expect, it } from "vitest";
import { failure, testProject } from "../../../test/project.js";

const define = (columns: string, more = "") =>
  `const { defineModel, sql, z } = globalThis.sluice;
export default defineModel({
  kind: "table",
  columns: ${columns},
  ${more}sql: () => sql\`select 1::bigint as id, 'ada' as name, 2.5::decimal(9,2) as amount\`,
});
`;

const model = async (columns: string) =>
  testProject({ "models/a/m.ts": define(columns) }).with(
    async (workspace) => (await workspace.graph()).nodes.get("a.m")?.model,
  );

/** Findings of a project with this file, and `line:column` of each `¦` that stands in its text. */
async function problems(marked: string) {
  const marks = [...marked.matchAll(/¦/g)].map(({ index }) => {
    const before = marked.slice(0, index).replaceAll("¦", "").split("\n");
    return `${String(before.length)}:${String((before.at(-1) ?? "").length + 1)}`;
  });
  const text = marked.replaceAll("¦", "");
  const validation = await testProject({ "models/a/m.ts": text }).with((w) => w.validate());
  const found = validation.diagnostics.map(({ code, message, where, hints }) => ({
    code,
    file: where?.file,
    at: `${String(where?.line)}:${String(where?.column)}`,
    message,
    hints,
  }));
  return { found, marks };
}

describe("columns of a TypeScript model by name", () => {
  const header = `/* model
kind: table
columns:
  id: { type: bigint, nullable: false, description: The key., tags: [k], checks: [unique] }
  name: { pii: true, checks: [{ accepted_values: [ada, bo] }, { not_null: { severity: warn } }] }
  amount:
*/
select 1::bigint as id, 'ada' as name, 2.5::decimal(9,2) as amount`;
  const columns = `{
    id: { type: "bigint", nullable: false, description: "The key.", tags: ["k"], checks: ["unique"] },
    name: { pii: true, checks: [{ accepted_values: ["ada", "bo"] }, { not_null: { severity: "warn" } }] },
    amount: {},
  }`;

  it("say the same as those of a YAML header", async () => {
    const inYaml = await testProject({ "models/a/m.sql": header }).with(
      async (workspace) => (await workspace.graph()).nodes.get("a.m")?.model,
    );
    const inTypescript = await model(columns);
    const plain = (found: typeof inYaml) => ({
      columns: found?.columns,
      contract: found?.contract,
      checks: found?.checks.map(({ where: _where, ...check }) => check),
    });
    expect(plain(inTypescript)).toEqual(plain(inYaml));
    expect(plain(inTypescript)).toMatchObject({ contract: "named" });
    expect(inTypescript?.checks).toHaveLength(3);
  });

  it("allow other columns, and their checks decide what is published", async () => {
    const project = testProject({
      "models/a/m.ts": define('{ name: { checks: [{ accepted_values: ["bo"] }] } }'),
    });
    const { nodes, summary } = await project.build();
    expect(summary.ok).toBe(false);
    expect(nodes["a.m"]?.checks).toMatchObject({ failed: 1 });
  });

  it("take the checks of helpers, which are of that column", async () => {
    const found = await model('{ id: { checks: [{ type: "unique", args: {} }] } }');
    expect(found?.checks).toMatchObject([{ type: "unique", column: "id", where: { line: 4 } }]);
    const { found: problem, marks } = await problems(
      define('{ id: { checks: [¦{ type: "unique", column: "name", args: {} }] } }'),
    );
    expect(problem).toMatchObject([
      {
        code: "MODEL.INVALID",
        at: marks[0],
        message: "A check of the column `name` stands under `id`.",
      },
    ]);
  });

  it("are compared with the query", async () => {
    const { found, marks } = await problems(define('{ ¦id: { type: "varchar" }, ¦gone: {} }'));
    expect(found.map(({ code }) => code)).toEqual([
      "CONTRACT.TYPE_MISMATCH",
      "CONTRACT.MISSING_COLUMN",
    ]);
    expect(found.map(({ at }) => at)).toEqual(marks);
  });
});

describe("columns of a TypeScript definition that cannot be read", () => {
  it.each([
    [
      "an unknown option",
      '{ id: { ¦descripton: "x" } }',
      "`columns.id.descripton` is not a known key.",
      "Did you mean `description`?",
    ],
    [
      "a type in place of options",
      '{ ¦id: "bigint" }',
      "`columns.id`: expected options of the column, such as",
      "",
    ],
    [
      "zod types without z.object",
      "{ ¦id: z.int(), name: z.string() }",
      "`columns.id`: expected options of the column, not a zod type.",
      "Write `columns: z.object({ ... })`",
    ],
    [
      "an option of another type",
      '{ id: { ¦nullable: "no" } }',
      "`columns.id.nullable`: expected true or false.",
      "",
    ],
    [
      "a check that is none",
      "{ id: { checks: [¦3] } }",
      "`columns.id.checks.0`: expected a check",
      "",
    ],
    ["a list", "[¦'id']", "`columns`: expected", ""],
    [
      "another zod type",
      "z.array(z.object({ id: z.int() }))",
      "`columns`: expected `z.object({ ... })`, not z.array.",
      "",
    ],
  ])("are refused at the property: %s", async (_, columns, message, hint) => {
    const text = define(columns);
    const whole = text.replace("columns:", "¦columns:");
    const isPart = columns.startsWith("{");
    const { found, marks } = await problems(isPart ? text : whole.replace("[¦", "["));
    expect(found).toMatchObject([{ code: "MODEL.INVALID", file: "models/a/m.ts", at: marks[0] }]);
    expect(found[0]?.message).toContain(message);
    expect(found[0]?.hints.join(" ")).toContain(hint);
  });

  it("are all reported at once", async () => {
    const { found, marks } = await problems(
      define('{ id: { ¦typ: "x" }, name: { ¦tags: "x", ¦zzz: 1 } }'),
    );
    expect(found.map(({ at }) => at)).toEqual(marks);
  });

  it("have to be a contract where rows are generated", async () => {
    const { found, marks } = await problems(`const { defineRows } = globalThis.sluice;
export default defineRows({ ¦columns: { id: { type: "bigint" } }, rows: () => [] });`);
    expect(found).toMatchObject([
      { at: marks[0], message: "`columns` of a `rows` model: expected `z.object({ ... })`." },
    ]);
  });

  it("stop a seed as well", async () => {
    const seed = `const { defineSeed } = globalThis.sluice;
export default defineSeed({ file: "s.csv", columns: { id: { typ: "bigint" } } });`;
    const project = testProject({ "models/a/s.ts": seed, "s.csv": "id\n1\n" });
    expect(await failure(project.build())).toMatchObject({
      code: "MODEL.INVALID",
      where: { file: "models/a/s.ts", line: 2 },
    });
  });
});

describe("other faults of a TypeScript definition", () => {
  it.each([
    ["its kind", 'kind: { type: "table", ¦grain: "day" }'],
    [
      "a column that its kind needs",
      '¦kind: { type: "incremental_by_time", time: "day", start: "2024-01-01" }',
    ],
    ["its schedule", "¦retries: 99"],
    ["its checks", 'checks: [¦"unique"]'],
    ["its refs", "refs: { ¦gone: {} }"],
  ])("are at their property: %s", async (_, property) => {
    const { found, marks } = await problems(`const { defineModel, sql } = globalThis.sluice;
export default defineModel({
  description: "One row.",
  ${property},
  sql: () => sql\`select 1 as id\`,
});`);
    expect(found).toMatchObject([{ code: "MODEL.INVALID", at: marks[0] }]);
  });

  it("are at the line of the query that raises them", async () => {
    const text = (line: string) => `const { defineModel, sql } = globalThis.sluice;
export default defineModel({
  sql: () => {
    let value;
    ${line}
    return sql\`select \${value}\`;
  },
});`;
    expect((await problems(text(""))).found).toMatchObject([{ at: "6:undefined" }]);
    expect((await problems(text("value.x = 1;"))).found).toMatchObject([{ at: "5:undefined" }]);
  });

  it("are at the column that differs from the contract", async () => {
    const { found, marks } = await problems(
      define("z.object({ id: z.int(), ¦name: z.int() })").replace("columns", "¦columns"),
    );
    expect(found.map(({ at }) => at)).toEqual([...marks].reverse());
  });
});
