import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { findingsOf, parseCsv, type Built } from "@sluice/app-testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fileNames, lines } from "../data/generate.js";
import { App, appDir } from "./support/app.js";

describe("the app", () => {
  let app: App;
  let first: Built;
  beforeAll(async () => {
    app = new App();
    first = await app.build();
  });
  afterAll(() => app.remove());

  it("builds everything once and nothing the second time", async () => {
    const models = first.nodes.length;
    expect(models).toBe(17);
    expect(first.summary).toMatchObject({ ok: true, built: models, reused: 0 });
    const second = await app.build();
    expect(second.summary).toMatchObject({ ok: true, built: 0, reused: models });
  });

  it("has findings on its own data, and every one is a warning about dirt in the files", () => {
    const findings = findingsOf(first);
    expect(new Set([...findings.values()].map(({ status }) => status))).toEqual(
      new Set(["warned"]),
    );
    expect([...findings.keys()].sort()).toMatchInlineSnapshot(`
      [
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
      ]
    `);
  });

  it("has a unit test of every model, and all of them pass", async () => {
    const results = await app.test();
    expect(results.filter((result) => result.status !== "passed")).toEqual([]);
    expect(await app.untested()).toEqual([]);
  });

  it("describes every model and every column, and names an owner of each", async () => {
    expect(await app.undescribed()).toEqual([]);
  });

  it("marks personal data wherever it goes", async () => {
    const models = await app.use(async ({ project }) => [...project.models.values()]);
    const open = models.flatMap((model) =>
      model.columns
        .filter(({ name, pii }) => /^(email|phone|date_of_birth|city)$/.test(name) && !pii)
        .map(({ name }) => `${model.name}.${name}`),
    );
    expect(open).toEqual([]);
    // What a warning shows of a customer is masked.
    const { sample } =
      first.checks.get("staging.stg_ecommerce__users expression(is_valid_email)") ?? {};
    expect(sample?.[0]).toMatchObject({
      email: "***",
      phone: "***",
      date_of_birth: "***",
      city: "***",
    });
  });

  it.each(readdirSync(path.join(appDir, "analyses")))(
    "answers analyses/%s as written",
    async (file) => {
      const query = readFileSync(path.join(appDir, "analyses", file), "utf8");
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

describe("the generator of raw files", () => {
  it("writes the files of the repository", () => {
    for (const file of fileNames) {
      const kept = readFileSync(path.join(appDir, "data", file), "utf8");
      expect([...lines(file)].join(""), file).toBe(kept);
    }
  });

  it("makes as many orders as asked for, others for another seed", () => {
    const orders = (seed: number) =>
      parseCsv([...lines("raw_orders.csv", { rows: 1000, seed })].join(""));
    expect(new Set(orders(1).map((order) => order["order_id"])).size).toBe(1000);
    expect(orders(1)).toEqual(orders(1));
    expect(orders(1)).not.toEqual(orders(2));
  });

  it("is the only source of raw files", () => {
    expect(fileNames.every((file) => existsSync(path.join(appDir, "data", file)))).toBe(true);
    expect(
      readdirSync(path.join(appDir, "data"))
        .filter((file) => file.endsWith(".csv"))
        .sort(),
    ).toEqual([...fileNames].sort());
  });
});
