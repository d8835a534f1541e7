import { readdirSync, readFileSync } from "node:fs";
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
    expect(models).toBe(15);
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
        "raw.plans unique(plan_id)",
        "staging.plans unique(plan_id)",
        "staging.subscriptions not_null(subscription_start_date)",
        "staging.subscriptions relationships(customer_id -> staging.customers)",
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

  it("keeps the key of an event when everything else is new", async () => {
    const query = "select subscription_change_id from fct_subscription_changes order by 1";
    const other = new App({ now: "2031-01-01" });
    try {
      // The same rows in another order, and plans of other prices.
      const [header = "", ...rows] = other.read("data/subscriptions.csv").trimEnd().split("\n");
      other.write("data/subscriptions.csv", `${[header, ...rows.reverse()].join("\n")}\n`);
      other.write("data/plans.csv", other.read("data/plans.csv").replaceAll(".00,", ".99,"));
      await other.build();
      expect(await other.rows(query)).toEqual(await app.rows(query));
    } finally {
      other.remove();
    }
  });
});

describe("the generator of raw files", () => {
  it("writes the files of the repository, and there are no others", () => {
    for (const file of fileNames) {
      const kept = readFileSync(path.join(appDir, "data", file), "utf8");
      expect([...lines(file)].join(""), file).toBe(kept);
    }
    const kept = readdirSync(path.join(appDir, "data")).filter((file) => file.endsWith(".csv"));
    expect(kept.sort()).toEqual([...fileNames].sort());
  });

  it("makes as many subscriptions as asked for, others for another seed", () => {
    const subscriptions = (seed: number) =>
      parseCsv([...lines("subscriptions.csv", { rows: 1000, seed })].join(""));
    const ids = subscriptions(1).map((row) => row["subscription_id"]);
    expect(new Set(ids).size).toBe(1000);
    expect(subscriptions(1)).toEqual(subscriptions(1));
    expect(subscriptions(1)).not.toEqual(subscriptions(2));
  });
});
