import { expect, it } from "vitest";
import { build, withProject } from "./project.js";

const model = (poison: string) => `/* model
kind: table
checks:
  - expression: { name: poison, sql: "cast(label as integer) > 0"${poison} }
  - expression: { name: holds, sql: "id > 0" }
  - expression: { name: does_not_hold, sql: "id > 1", severity: warn }
  - unique: id
*/
select 1 as id, 'abc' as label`;

it("says what is wrong with a check that cannot be evaluated, and what the others of the build found", async () => {
  await withProject({ "models/marts/a.sql": model("") }, async (workspace) => {
    const [node] = await build(workspace);
    expect(node).toMatchObject({ status: "failed", rows: 1 });
    const found = node?.checkResults.map(({ check, status }) => [check, status]);
    expect(Object.fromEntries(found ?? [])).toEqual({
      poison: "error",
      holds: "passed",
      does_not_hold: "warned",
      "unique(id)": "passed",
    });
    const broken = node?.checkResults.find(({ status }) => status === "error");
    expect(broken?.error).toMatchObject({
      code: "DQ.CHECK_ERROR",
      message: expect.stringContaining("abc") as string,
      where: { file: "models/marts/a.sql", line: 4 },
    });
  });
});

it("publishes in spite of one that only warns", async () => {
  await withProject({ "models/marts/a.sql": model(", severity: warn") }, async (workspace) => {
    const [node] = await build(workspace);
    expect(node?.status).toBe("built");
    const { rows } = await workspace.query("marts.a");
    const found: unknown[] = [];
    for await (const row of rows) found.push(row);
    expect(found).toEqual([{ id: 1, label: "abc" }]);
  });
});
