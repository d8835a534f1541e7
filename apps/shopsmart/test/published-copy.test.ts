import path from "node:path";
import { duckdb } from "@sluice/adapter-duckdb";
import { afterAll, expect, it } from "vitest";
import { shopsmart } from "./support/app.js";

const app = shopsmart.copy({ target: "prod" });
afterAll(() => app.remove());

it("a copy for dashboards holds the marts as tables, while the warehouse is in use", async () => {
  expect((await app.build()).summary.ok).toBe(true);
  const query = `select count(*)::varchar as orders, sum(order_profit)::varchar as profit from `;
  const [seen] = await app.rows(`${query} marts.fct_orders`);
  const engine = duckdb({ path: "published/shopsmart.duckdb" });
  await app.use(async (workspace) => {
    // A writer holds the warehouse, and readers read on.
    await workspace.plan();
    const copy = await engine.open({ projectDir: app.dir, command: "test", readOnly: true });
    try {
      const rows: unknown[] = [];
      for await (const row of copy.query(`${query} marts.fct_orders`)) rows.push(row);
      expect(rows).toEqual(seen);
      expect(path.resolve(app.dir, engine.location)).toContain("published");
    } finally {
      await copy.close();
    }
  });
});
