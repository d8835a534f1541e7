import { GuardedApp, nameOf } from "@sluice/app-testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { App } from "./support/app.js";
import { badValues, rawDefects } from "./support/defects.js";

describe("a check that fails keeps what readers see", () => {
  let guarded: GuardedApp;
  let before: unknown;

  beforeAll(async () => {
    guarded = await GuardedApp.open(new App());
    before = await guarded.content();
  });
  afterAll(() => guarded.app.remove());

  it.each(rawDefects)("$title", async ({ file, corrupt, fails }) => {
    expect(await guarded.buildWith(`data/${file}`, corrupt)).toEqual(fails);
  });

  it.each(Object.entries(badValues))(
    "a query of %s that lets everything through",
    async (name, values) => {
      expect(await guarded.missedIn(name, values, rawDefects)).toEqual([]);
    },
  );

  it("a query of the customers that finds none", async () => {
    const found = await guarded.buildWith("models/marts/core/dim_customers.sql", (text) =>
      text.replace("\nfrom figures", "\nfrom figures\nwhere false"),
    );
    expect(found).toEqual(["marts.dim_customers row_count()"]);
  });

  it("was seen of every check that may stop a build", () => {
    const stopping = guarded.stopping();
    expect(stopping.length).toBeGreaterThan(100);
    expect(stopping.map(nameOf).filter((name) => !guarded.failed.has(name))).toEqual([]);
  });

  it("is forgotten once the files are as they were", async () => {
    const { summary } = await guarded.app.build();
    const reused = guarded.models.length;
    expect(summary).toMatchObject({ ok: true, built: 0, reused });
    expect(await guarded.content()).toEqual(before);
  });
});

describe("a warning", () => {
  it("was seen of every check that only warns, and the build goes on", async () => {
    const app = new App();
    const add = (file: string, ...rows: readonly string[]) =>
      app.write(`data/${file}`, `${app.read(`data/${file}`)}${rows.join("\n")}\n`);
    try {
      await app.build();
      add("raw_categories.csv", "NULL,Nameless,", "9,Kitchen,Home");
      add(
        "raw_products.csv",
        "NULL,Ghost,9,,1,1,,true,2024-01-01",
        "201,NULL,2,Sonora,-1,1,,true,2024-01-01",
      );
      add(
        "raw_customers.csv",
        "NULL,a@example.org,A,B,,,,,,active,2024-01-01,2024-01-01",
        "1,a@example.org,Late,Registration,,,,,,active,2024-06-30,2024-06-30",
      );
      add(
        "raw_orders.csv",
        "NULL,1,2024-06-30,delivered,paypal,standard,10,0,0,0,,2024-06-30,2024-06-30",
        // An order that was built long ago.
        "5001,1,2023-01-02,returned,paypal,standard,64.00,0,0,0,,2023-01-02,2024-06-30",
        "9001,1,2100-01-01,delivered,paypal,standard,10,0,0,0,,2024-06-30,2024-06-30",
      );
      add(
        "raw_order_items.csv",
        "NULL,5001,201,1,10.00,2024-06-30,2024-06-30",
        "9001,5001,NULL,1,10.00,2024-06-30,2024-06-30",
      );
      // Half a year after the last export.
      const { summary, checks } = await app.build({}, { now: "2024-12-31" });
      expect(summary).toMatchObject({ ok: true, published: true, failed: 0 });
      const silent = [...checks.values()].filter(
        ({ severity, status }) => severity === "warn" && status !== "warned",
      );
      expect(silent.map(nameOf)).toEqual([]);
    } finally {
      app.remove();
    }
  });
});
