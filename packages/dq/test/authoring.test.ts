import type { CheckResult } from "@sluice/core";
import { expect, it } from "vitest";
import { build, withProject } from "./project.js";

const query = `select * from (values
  (1, 10, 'open', 'a@b.co', 5.0, date '2024-05-31'),
  (2, 10, 'paid', 'nobody', -1.0, date '2024-05-30'),
  (2, null, 'lost', null, 7.5, date '2024-05-01')
) v(id, customer_id, status, email, total, placed)`;

const header = `columns:
  id:
    checks:
      - unique
      - not_null
  customer_id:
    checks:
      - not_null: { fail: "50%", label: Known customer }
      - relationships: { to: customers, field: id }
  status:
    checks:
      - accepted_values: [open, paid]
      - regex: { pattern: "^[a-z]+$" }
  email:
    checks:
      - format: { format: email, severity: warn, on_null: fail, sample: 1 }
  total:
    checks:
      - between: [0, 100]
      - between: { above: -1, warn: 0, fail: 1, where: "status <> 'lost'", name: positive }
  placed:
    checks:
      - freshness: { warn_after: 12h, error_after: 3d }
checks:
  - unique: [id, customer_id]
  - expression: { sql: "total < 7 or status = 'lost'", tags: [money], owner: finance }
  - row_count: { min: 1, max: 2 }
  - aggregate: { sql: "sum(total)", max: 11.5 }
  - sql: { sql: "select * from self where placed < $now - interval 20 days", name: too_old }`;

const typescript = `const { defineModel, sql, ...dq } = globalThis.sluiceDq;
export default defineModel({
  kind: "table",
  sql: () => sql\`${query}\`,
  checks: [
    dq.unique("id"),
    dq.notNull("id"),
    dq.notNull("customer_id", { fail: "50%", label: "Known customer" }),
    dq.relationships("customer_id", { to: "customers", field: "id" }),
    dq.acceptedValues("status", ["open", "paid"]),
    dq.regex("status", /^[a-z]+$/),
    dq.format("email", "email", { severity: "warn", on_null: "fail", sample: 1 }),
    dq.between("total", { min: 0, max: 100 }),
    dq.between("total", { above: -1, warn: 0, fail: 1, where: "status <> 'lost'", name: "positive" }),
    dq.freshness("placed", { warn_after: "12h", error_after: "3d" }),
    dq.unique(["id", "customer_id"]),
    dq.expression("total < 7 or status = 'lost'", { tags: ["money"], owner: "finance" }),
    dq.rowCount({ min: 1, max: 2 }),
    dq.aggregate("sum(total)", { max: 11.5 }),
    dq.customSql("select * from self where placed < $now - interval 20 days", { name: "too_old" }),
  ],
});`;

it("the SQL header and the TypeScript helpers say the same", async () => {
  const files = {
    "models/marts/customers.sql": "select 10 as id",
    "models/marts/written.sql": `/* model\n${header}\n*/\n${query}\n`,
    "models/marts/typed.ts": typescript,
  };
  await withProject(files, async (workspace) => {
    const nodes = await build(workspace);
    const resultsOf = (model: string) =>
      (nodes.find((n) => n.name === model)?.checkResults ?? [])
        .map(({ model: _, query: shown, ...rest }) => ({
          ...rest,
          // A refused version is looked at in its physical table.
          query: shown?.replaceAll(/"_sluice"\."\w+"( as "\w+")?|marts\.(written|typed)/g, "it"),
        }))
        .sort((a, b) => a.check.localeCompare(b.check));
    const written = resultsOf("marts.written");
    expect(resultsOf("marts.typed")).toEqual(written);
    expect(Object.fromEntries(written.map((r) => [r.check, brief(r)]))).toEqual({
      "accepted_values(status)": ["failed", 1],
      "aggregate(sum(total))": ["passed", "11.5"],
      "between(total)": ["failed", 1],
      "expression(total < 7 or status = 'lost')": ["passed", 0],
      "format(email: email)": ["warned", 2],
      "freshness(placed)": ["warned", 36 * 3600],
      "not_null(customer_id)": ["passed", 1],
      "not_null(id)": ["passed", 0],
      positive: ["warned", 1],
      "regex(status)": ["passed", 0],
      "relationships(customer_id -> customers)": ["passed", 0],
      "row_count()": ["failed", 3],
      too_old: ["failed", 1],
      "unique(id)": ["failed", 2],
      "unique(id, customer_id)": ["passed", 0],
    });
    expect(written.find((r) => r.type === "format")?.sample).toHaveLength(1);
    expect(written.find((r) => r.check === "not_null(customer_id)")?.label).toBe("Known customer");
  });
});

it("a mistake in a header is told with its place and what was meant", async () => {
  const text = `/* model\ncolumns:\n  id:\n    checks:\n      - uniqe\n      - between: { mim: 3 }\n*/\n${query}\n`;
  await withProject({ "models/marts/a.sql": text }, async (workspace) => {
    await expect(workspace.graph()).rejects.toMatchObject({
      all: [
        {
          code: "DQ.CHECK_INVALID",
          message: "There is no check `uniqe`; did you mean `unique`?",
          where: { file: "models/marts/a.sql", line: 5 },
        },
        {
          code: "DQ.CHECK_INVALID",
          message: expect.stringContaining("unknown argument `mim`; did you mean `min`?") as string,
          where: { file: "models/marts/a.sql", line: 6 },
        },
      ],
    });
  });
});

function brief({ status, observed }: Pick<CheckResult, "status" | "observed">) {
  return [status, observed];
}
