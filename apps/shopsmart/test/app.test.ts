import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describeApp, describeGenerator, type AppCopy } from "@sluice/app-testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { rawFiles } from "../data/generate.js";
import { shopsmart } from "./support/app.js";

describeApp(shopsmart, {
  models: 17,
  checks: 162,
  findings: [
    "marts.fct_orders order_total_equals_items",
    "raw.raw_customers unique(user_id)",
    "raw.raw_order_items item_has_quantity_and_price",
    "raw.raw_order_items unique(order_item_id)",
    "raw.raw_orders accepted_values(order_status)",
    "raw.raw_orders order_has_date_and_total",
    "raw.raw_orders unique(order_id)",
    "staging.stg_ecommerce__order_items relationships(order_id -> staging.stg_ecommerce__orders)",
    "staging.stg_ecommerce__orders not_null(user_id)",
    "staging.stg_ecommerce__products not_null(unit_cost)",
    "staging.stg_ecommerce__users expression(is_valid_email)",
  ],
});

describeGenerator(shopsmart, {
  rawFiles,
  counted: { file: "raw_orders.csv", key: "order_id" },
});

describe("the shop", () => {
  let app: AppCopy;
  beforeAll(async () => {
    app = await shopsmart.builtCopy();
  });
  afterAll(() => app.remove());

  it("marks personal data wherever it goes", async () => {
    const models = await app.use(async ({ project }) => [...project.models.values()]);
    const open = models.flatMap((model) =>
      model.columns
        .filter(({ name, pii }) => /^(email|phone|date_of_birth|city)$/.test(name) && !pii)
        .map(({ name }) => `${model.name}.${name}`),
    );
    expect(open).toEqual([]);
    // A customer in the sample of a warning is masked.
    const { checks } = await shopsmart.firstBuild();
    const { sample } = checks.get("staging.stg_ecommerce__users expression(is_valid_email)") ?? {};
    expect(sample?.[0]).toMatchObject({
      email: "***",
      phone: "***",
      date_of_birth: "***",
      city: "***",
    });
  });

  it.each(readdirSync(path.join(shopsmart.dir, "analyses")))(
    "answers analyses/%s as written",
    async (file) => {
      const query = readFileSync(path.join(shopsmart.dir, "analyses", file), "utf8");
      const { columns, count } = await app.use(async (workspace) => {
        const result = await workspace.query(query);
        let rows = 0;
        for await (const row of result.rows) rows += Object.keys(row).length > 0 ? 1 : 0;
        return { columns: result.columns.map(({ name }) => name), count: rows };
      });
      const [, wanted = "", limit] = /SELECT (.*)\n[^]*LIMIT (\d+)/.exec(query) ?? [];
      expect(columns).toEqual(wanted.split(", "));
      expect(count).toBe(Number(limit));
    },
  );
});
