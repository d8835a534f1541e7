import { describe, expect, it } from "vitest";
import { testProject } from "../../test/project.js";

const model = (columns: string, body: string) => ({
  "models/raw/r.ts": `const { defineRows, z } = globalThis.sluice;
export default defineRows({
  columns: z.object({ ${columns} }),
  rows: async function* ({ vars, now, signal }) {
${body}
  },
});
`,
});

/** How the build of a generator ended. */
async function built(columns: string, body: string) {
  const project = testProject(model(columns, body));
  const { nodes, summary } = await project.build({}, { now: "2024-02-29T10:00:00Z" });
  return { project, node: nodes["raw.r"], summary };
}

describe("rows of a generator", () => {
  it("become a table with the declared types", async () => {
    const { project, node } = await built(
      "id: z.int(), name: z.string().nullable(), price: z.number(), on: z.boolean(), at: z.date(), " +
        'exact: z.string().meta({ type: "decimal(9,2)" }), tags: z.array(z.string()).meta({ type: "varchar[]" })',
      `yield { id: 1, name: "é", price: 0.1, on: true, at: now, exact: "1.25", tags: ["a", "b"] };
       yield { id: 2, price: -1, on: false, at: now, exact: "0.00", tags: [] };`,
    );
    expect(node).toMatchObject({ status: "built", rows: 2 });
    expect(await project.rows("select * from raw.r order by id")).toEqual([
      {
        id: 1n,
        name: "é",
        price: 0.1,
        on: true,
        at: "2024-02-29 10:00:00",
        exact: "1.25",
        tags: ["a", "b"],
      },
      {
        id: 2n,
        name: null,
        price: -1,
        on: false,
        at: "2024-02-29 10:00:00",
        exact: "0.00",
        tags: [],
      },
    ]);
  });

  it("may be none", async () => {
    const { project, node } = await built("id: z.int()", "");
    expect(node).toMatchObject({ status: "built", rows: 0 });
    expect(await project.rows("select * from raw.r")).toEqual([]);
  });

  it("are pulled as the engine takes them: a fast generator is never far ahead", async () => {
    // The generator notes how far it was ahead of a timer; without backpressure no timer would fire before its end.
    const { summary, node } = await built(
      "id: z.int()",
      `    let turns = 0;
    const timer = setInterval(() => (turns += 1), 1);
    for (let id = 0; id < 300000; id += 1) yield { id };
    clearInterval(timer);
    globalThis.turnsOfGenerator = turns;`,
    );
    expect(summary.ok).toBe(true);
    expect(node?.rows).toBe(300_000);
    expect(Reflect.get(globalThis, "turnsOfGenerator")).toBeGreaterThan(5);
  });
});

describe("a generator that fails", () => {
  it.each([
    [
      "throws in the middle",
      "throw new Error('source is down');",
      /after 2000 rows: source is down/,
    ],
    ["yields an undeclared key", "yield { id: 1, nmae: 'x' };", /undeclared key `nmae`/],
    ["yields no object", "yield 7;", /Row 2001 of raw\.r is no object/],
    ["yields null", "yield null;", /Row 2001 of raw\.r is no object/],
  ])("because it %s leaves nothing", async (_, end, message) => {
    const body = `for (let id = 0; id < 2000; id += 1) yield { id };\n${end}`;
    const { project, node, summary } = await built("id: z.int()", body);
    expect(summary).toMatchObject({ ok: false, failed: 1 });
    expect(node?.error).toMatchObject({
      code: "MODEL.ROWS_FAILED",
      where: { file: "models/raw/r.ts" },
    });
    expect(node?.error?.message).toMatch(message);
    const left = "select 1 from information_schema.tables where table_name like 'raw__r%'";
    expect(await project.rawRows(left)).toEqual([]);
  });

  it("because a value has the wrong type names column and row", async () => {
    const body = "yield { id: 1 };\nyield { id: 'two' };";
    const { node } = await built("id: z.int()", body);
    expect(node).toMatchObject({ status: "failed" });
    expect(node?.error?.code).toMatch(/^(MODEL\.ROWS_FAILED|ADAPTER\.VALUE)$/);
    expect(node?.error?.message).toContain("id");
  });

  it("keeps readers at the old rows", async () => {
    const { project } = await built("id: z.int()", "yield { id: 1 };");
    project.write(model("id: z.int()", "yield { id: 2 };\nthrow new Error('down');"));
    expect((await project.build()).summary.ok).toBe(false);
    expect(await project.rows("select id from raw.r")).toEqual([{ id: 1n }]);
  });

  it("is refused where its null breaks the contract", async () => {
    const { node } = await built("id: z.int()", "yield { id: null };");
    expect(node).toMatchObject({ status: "failed", error: { code: "RUN.CHECK_FAILED" } });
  });
});
