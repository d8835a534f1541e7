import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { allKinds } from "../src/kinds/all-kinds.js";
import { formatNames } from "../src/kinds/format-patterns.js";
import { build, withProject } from "./project.js";

const guide = readFileSync(new URL("../../../docs/guides/checks.md", import.meta.url), "utf8");
const models = [...guide.matchAll(/^```sql\n([^]*?)^```$/gm)].map((match) => match[1] ?? "");

const inputs = {
  "models/staging/stg_orders.sql": `select 1 as order_id, 1 as line_no, 'paid' as status, 1 as customer_id,
    0.5 as discount, 20.0::double as total, 'a@b.co' as email,
    timestamp '2024-06-01 10:00:00' as ordered_at, timestamp '2024-06-01 11:00:00' as shipped_at`,
  "models/staging/stg_customers.sql": "select 'a@b.co' as email",
  "models/marts/dim_customers.sql": "select 1 as customer_id",
};

describe("the guide to checks", () => {
  it("has headers that work as they stand, with every kind of check among them", async () => {
    const files = Object.fromEntries(
      models.map((text, i) => [`models/marts/example_${i}.sql`, text]),
    );
    await withProject({ ...inputs, ...files }, async (workspace) => {
      const nodes = await build(workspace);
      const results = nodes.flatMap((node) => node.checkResults);
      expect(nodes.filter((node) => node.status !== "built")).toEqual([]);
      expect(results.filter((r) => r.status !== "passed")).toEqual([]);
      expect(new Set(results.map((r) => r.type))).toEqual(new Set(allKinds.keys()));
    });
  });

  it("names every kind, form and option", () => {
    const options = [...allKinds.values()].flatMap((kind) => kind.accepts);
    const missing = [...allKinds.keys(), ...formatNames, ...new Set(options)].filter(
      (name) => !new RegExp(`\\b${name}\\b`).test(guide),
    );
    expect(missing).toEqual([]);
  });
});
