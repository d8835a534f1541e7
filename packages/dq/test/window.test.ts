import { describe, expect, it } from "vitest";
import { build, withProject } from "./project.js";

/** One row at 11:00 of each day from 2024-05-01 to the first of June; `$now` is noon of that day. */
const model = (checks: string, { kind = "", time = "ts" } = {}) => `/* model
kind: ${kind || `{ type: incremental_by_time, time: ${time}, grain: day, start: 2024-05-01, allow_partials: true }`}
checks:
${checks}
*/
select i as n, ts, ts::date as day, i // 25 as late, nullif(i // 20, 0) as recent, epoch(ts)::bigint as seconds
from (select i, timestamp '2024-05-01 11:00' + to_days(i::int) as ts from range(32) t(i))
`;

/** The result of the only check of a model, of a build and of checking what readers see: the same. */
async function result(check: string, more: { kind?: string; time?: string } = {}) {
  return withProject({ "models/marts/m.sql": model(`  - ${check}`, more) }, async (workspace) => {
    const [built] = (await build(workspace)).flatMap(({ checkResults }) => checkResults);
    const { results } = await workspace.check({});
    if (built?.status === "passed") expect(results).toMatchObject([built]);
    return { ...built, published: results[0] };
  });
}

async function problem(check: string, more: { kind?: string } = {}): Promise<string> {
  return withProject({ "models/marts/m.sql": model(`  - ${check}`, more) }, async (workspace) => {
    const { diagnostics } = await workspace.validate();
    expect(diagnostics).toMatchObject([
      { code: "DQ.CHECK_INVALID", where: { file: "models/marts/m.sql", line: 4 } },
    ]);
    return diagnostics[0]?.message ?? "";
  });
}

describe("a check of the last of a model's time", () => {
  it.each([
    // The last seven days that are over, and the one that is not: 25 May to 1 June.
    ["last 7", {}, 8],
    ["last 1", {}, 2],
    ["last 7", { time: "day" }, 8],
    ["last 7", { time: "seconds" }, 8],
    // 36 hours before noon of 1 June are midnight between 30 and 31 May.
    ["last 36h", {}, 2],
    ["last 2d", {}, 2],
    ["last 47h", {}, 2],
    // Of dates the whole day in which the time begins.
    ["last 47h", { time: "day" }, 3],
    ["last 50 hours", {}, 3],
    ["last 1000", {}, 32],
  ])("looks at the rows of %s, %o", async (window, more, rows) => {
    const found = await result(`row_count: { min: 1, window: ${window} }`, more);
    expect(found).toMatchObject({ status: "passed", observed: rows });
    expect(found.check).toContain(window);
  });

  it.each([
    ["between", "between: { column: n, min: 24, window: last 7 }"],
    ["nulls", "not_null: { column: recent, window: last 7 }"],
    ["a share", 'not_null: { column: recent, fail: "1%", window: last 7 }'],
    ["uniqueness", "unique: { column: n, window: last 7 }"],
    ["a filter beside it", 'expression: { sql: "n >= 28", where: "n >= 28", window: last 7 }'],
    ["an aggregate", 'aggregate: { sql: "min(n)", min: 24, max: 24, window: last 7 }'],
    ["relationships", "relationships: { column: n, to: marts.m, field: n, window: last 7 }"],
  ])("of a kind: %s", async (_what, check) => {
    expect(await result(check)).toMatchObject({ status: "passed" });
  });

  it("fails for rows in it, and lists those alone", async () => {
    const found = await result("between: { column: n, max: 10, severity: warn, window: last 7 }");
    expect(found).toMatchObject({ status: "warned", failing: 8, rows: 8 });
    expect(found.query).toContain("ts >= ");
    expect(found.published).toMatchObject({ status: "warned", failing: 8 });
    const unique = await result("unique: { column: late, severity: warn, window: last 5 }");
    expect(unique).toMatchObject({ status: "warned", failing: 6 });
  });

  it("is measured in the scan that all checks share", async () => {
    const checks = ["last 7", "last 1", "all"]
      .map(
        (window) =>
          `  - row_count: { name: ${window.replace(" ", "_")}, min: 1, window: ${window} }`,
      )
      .join("\n");
    await withProject({ "models/marts/m.sql": model(checks) }, async (workspace) => {
      await build(workspace);
      const { results } = await workspace.check({});
      expect(results.map(({ observed }) => observed)).toEqual([8, 2, 32]);
    });
  });

  it("is refused where there is no time, for SQL of one's own, and in other words", async () => {
    const table = { kind: "table" };
    expect(await problem("unique: { column: n, window: last 7 }", table)).toContain(
      "filled by time",
    );
    expect(await problem('sql: { sql: "from self where n < 0", window: last 7 }')).toContain(
      "say it in SQL",
    );
    for (const window of ["last", "last 0", "last week", "last -1", "latest 7", "last 1.5"])
      expect(await problem(`unique: { column: n, window: ${window} }`)).toContain(
        "`last 7` (grains)",
      );
  });
});
