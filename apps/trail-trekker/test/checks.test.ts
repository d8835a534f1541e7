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

  it("was seen of every check that may stop a build", () => {
    const stopping = guarded.stopping();
    expect(stopping.length).toBeGreaterThan(40);
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
      add(
        "customers.csv",
        "NULL,nobody,,,,,,,,,,,,",
        "CUST001,again,,,,,,,,,,2030-01-01,,",
        "CUST901,backwards,,,,,,,,,,2023-01-01,-1,",
      );
      add("features.csv", "NULL,Nameless,,", "FTR001,Again,,");
      add("plan_features.csv", "NULL,PLN001,FTR001,true", "PF001,PLN001,FTR901,true");
      add("plans.csv", "NULL,Nameless,1,1,1,1,,2030-01-01");
      add(
        "subscriptions.csv",
        "NULL,CUST001,PLN001M,monthly,2024-01-01,NULL,active,NULL,paypal",
        "SUB901,NULL,PLN001M,monthly,2024-01-01,NULL,active,NULL,paypal",
        "SUB902,CUST001,000000,monthly,2024-01-01,NULL,active,NULL,paypal",
        "SUB903,CUST001,PLN777M,weekly,2024-01-01,2023-01-01,active,NULL,paypal",
      );
      const { summary, checks } = await app.build();
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
