import { spawnSync } from "node:child_process";
import path from "node:path";
import type { AppCopy } from "@sluice/app-testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { trailTrekker } from "./support/app.js";

const fact = "warehouse.fct_subscription_changes";
const dimension = "warehouse.dim_plans";

describe("the commands of the README", () => {
  let app: AppCopy;
  beforeAll(() => {
    app = trailTrekker.copy();
  });
  afterAll(() => app.remove());

  function call(program: string, ...args: readonly string[]) {
    const { status, stdout, stderr } = spawnSync(program, args, {
      cwd: app.dir,
      encoding: "utf8",
      env: { ...process.env, SLUICE_DATABASE: path.join(app.dir, "test.duckdb") },
    });
    return { status, stdout, stderr };
  }
  const sluice = (...args: readonly string[]) => call("node_modules/.bin/sluice", ...args);

  it("plan for dev, promote to prod without a copy, and run prod for a day", () => {
    expect(sluice("plan", "dev", "--auto-apply")).toMatchObject({ status: 0 });
    const promoted = sluice("plan", "prod", "--auto-apply");
    expect(promoted.stdout).toContain("Only promoted, copies nothing: 15 models");
    expect(promoted.status).toBe(0);

    // From the next midnight on.
    const day = new Date(Math.ceil(Date.now() / 86_400_000) * 86_400_000)
      .toISOString()
      .slice(0, 10);
    const due = (time: string): readonly string[] => {
      const { status, stdout } = sluice("run", "prod", "--json", "--now", `${day}T${time}:00Z`);
      expect(status).toBe(0);
      const report = JSON.parse(stdout) as { readonly due: readonly { readonly model: string }[] };
      return report.due.map(({ model }) => model);
    };
    // Every hour of a day: test/schedule.test.ts.
    const hours = ["00", "01", "02", "03", "23"];
    const ran = hours.map((hour) => due(`${hour}:00`));
    expect(ran.map((models) => models.includes(fact))).toEqual(hours.map(() => true));
    // In the first call also for the night before, where the plan was made before it.
    expect(ran.slice(1).filter((models) => models.includes(dimension))).toEqual([ran[2]]);
    expect(due("23:00")).toEqual([]);
    expect(due("23:59")).toEqual([]);
  });

  it("say nothing for cron when all is well, and what is wrong otherwise", () => {
    const year = String(new Date().getUTCFullYear() + 1);
    const run = (hour: string) =>
      call("sh", "ops/run-hourly.sh", "--now", `${year}-07-01T${hour}:00:00Z`);
    app.write(
      "data/subscriptions.csv",
      `${app.read("data/subscriptions.csv")}SUB901,CUST001,PLN001M,monthly,2024-06-01,2024-07-02,cancelled,NULL,paypal\n`,
    );
    expect(run("03")).toEqual({ status: 0, stdout: "", stderr: "" });
    app.write("data/subscriptions.csv", "subscription_id\n");
    const broken = run("04");
    expect(broken.status).not.toBe(0);
    expect(broken.stderr).not.toBe("");
  });
});
