import { isSluiceError } from "@sluice/core";
import { describe, expect, it } from "vitest";
import { build, withProject } from "./project.js";

const orders = (checks: string) => `/* model
${checks}
*/
select * from (values (1, 10, 5), (2, 20, 50), (3, 99, 7)) v(order_id, customer_id, total)
`;
const customers = "select * from (values (10), (20)) v(customer_id)";

describe("a model whose check reads another model", () => {
  it.each([
    ["a relationship", "relationships: { column: customer_id, to: marts.a_customers }"],
    ["a name without schema", "relationships: { column: customer_id, to: a_customers }"],
    ["another spelling", "relationships: { column: customer_id, to: Marts.A_Customers }"],
    [
      "custom SQL",
      'sql: "select o.* from self o anti join marts.a_customers using (customer_id); -- unknown"',
    ],
    [
      "an expression",
      'expression: "exists (select 1 from marts.a_customers c where c.customer_id = self.customer_id)"',
    ],
    [
      "a filter",
      'between: { column: total, max: 1, where: "customer_id not in (select customer_id from a_customers)" }',
    ],
  ])("is built after it: %s", async (_how, check) => {
    // Without the check the model would come first: parents first, then by name.
    const models = {
      "models/marts/a.sql": orders(`checks:\n  - ${check}`),
      "models/marts/a_customers.sql": customers,
    };
    await withProject(models, async (workspace) => {
      expect(await workspace.select({})).toEqual(["marts.a_customers", "marts.a"]);
      const nodes = await build(workspace);
      const [result] = nodes.find((n) => n.name === "marts.a")?.checkResults ?? [];
      expect(result).toMatchObject({ status: "failed", failing: 1 });
      expect(result?.sample).toEqual([{ order_id: 3, customer_id: 99, total: 7 }]);
    });
  });

  it("is an error at the check when there is no such model, or the query does not parse", async () => {
    const checks =
      'checks:\n  - sql: "select 1 from marts.a_customer"\n  - expression: "total >"\n  - not_null: order_id';
    const models = {
      "models/marts/a.sql": orders(checks),
      "models/marts/a_customers.sql": customers,
    };
    await withProject(models, async (workspace) => {
      const error: unknown = await workspace.graph().catch((cause: unknown) => cause);
      const found = isSluiceError(error) ? error.all : [];
      expect(found.map((d) => [d.code, d.where?.file, d.where?.line])).toEqual([
        ["REF.UNKNOWN", "models/marts/a.sql", 3],
        ["SQL.SYNTAX", "models/marts/a.sql", 4],
      ]);
    });
  });

  it("reads the model of its own schema where several have the name", async () => {
    const models = {
      "models/marts/a.sql": orders(
        'checks:\n  - sql: "select 1 from self where order_id > (select max(n) from z)"',
      ),
      "models/marts/z.sql": "select 3 as n",
      "models/staging/z.sql": "select 0 as n",
    };
    await withProject(models, async (workspace) => {
      const nodes = await build(workspace);
      expect(nodes.flatMap((n) => n.checkResults)).toMatchObject([{ status: "passed" }]);
    });
  });
});

describe("the query of a finding", () => {
  it("lists the failing rows when it is run as it stands", async () => {
    const checks = [
      "{ expression: { sql: 'total < 50 -- small', severity: warn } }",
      "{ expression: { sql: 'total < (select max(total) from self)', severity: warn } }",
      "{ sql: { sql: 'select order_id from self where total > 6; -- above', severity: warn } }",
      "{ relationships: { column: customer_id, to: customers, severity: warn } }",
      "{ between: { column: total, max: 6, where: 'order_id <> 2', severity: warn } }",
      "{ unique: { columns: [group], severity: warn } }",
    ];
    const models = {
      "models/marts/customers.sql": customers,
      "models/marts/order.sql": orders(
        `checks:\n${checks.map((c) => `  - ${c}`).join("\n")}`,
      ).replace("select *", 'select *, 1 as "group"'),
    };
    await withProject(models, async (workspace) => {
      const nodes = await build(workspace);
      const results = nodes.flatMap((n) => n.checkResults);
      expect(results).toHaveLength(checks.length);
      for (const result of results) {
        expect(result, result.error?.message).toMatchObject({ status: "warned" });
        const rows: unknown[] = [];
        for await (const row of (await workspace.query(result.query ?? "")).rows) rows.push(row);
        expect(rows).toHaveLength(result.failing ?? -1);
        expect(result.query).not.toMatch(/_sluice|from self/);
      }
    });
  });
});
