import { finished, type AppCopy, type Built } from "@sluice/app-testkit";
import type { PlanNode } from "@sluice/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { trailTrekker } from "./support/app.js";

const dev = { environment: "dev" };
const at = (hour: number, minutes = "00") =>
  `2024-07-02T${String(hour).padStart(2, "0")}:${minutes}:00Z`;

const hourly = ["warehouse.daily_subscription_changes", "warehouse.fct_subscription_changes"];
const nightly = [
  "warehouse.bridge_plan_features",
  "warehouse.dim_plans",
  "warehouse.dim_plans_history",
];

/** What `sluice run` does: asks what is due at a time, and runs that round by round. */
async function runDue(app: AppCopy, clock: string): Promise<readonly Built[]> {
  const { rounds } = await app.use((workspace) => workspace.due(), { clock });
  const runs: Built[] = [];
  for (const round of rounds)
    runs.push(await app.use((workspace) => finished(workspace.run(round)), { clock: round.at }));
  return runs;
}

/** Models with a cron that were built, in order of their names. */
function timedModels(runs: readonly Built[]): readonly string[] {
  const nodes = runs.flatMap((run) => run.nodes);
  expect(nodes.filter(({ status }) => status !== "built" && status !== "reused")).toEqual([]);
  const checks = nodes.flatMap(({ checkResults }) => checkResults);
  expect(checks.filter(({ status }) => status === "error")).toEqual([]);
  return nodes
    .filter(({ name, status }) => status === "built" && [...hourly, ...nightly].includes(name))
    .map(({ name }) => name)
    .sort();
}

describe("prod over a day", () => {
  let app: AppCopy;
  const plans = (price: string) =>
    app.write(
      "data/plans.csv",
      app.read("data/plans.csv").replace(/^(PLN002M,[^,]*,2),[^,]*/m, `$1,${price}`),
    );
  beforeAll(async () => {
    app = trailTrekker.copy({ clock: "2024-07-01T12:00:00Z" });
    const built = await app.build();
    expect(built.summary.ok).toBe(true);
  });
  afterAll(() => app.remove());

  it("runs each model when its cron says so, and never twice", async () => {
    // What was due until the day begins.
    await runDue(app, "2024-07-01T23:30:00Z");
    const ran: Record<string, readonly string[]> = {};
    const subscriptions = app.read("data/subscriptions.csv");
    for (let hour = 0; hour < 24; hour += 1) {
      // Something happens all the time: whatever is due has something to do.
      const started = `SUB950,CUST001,PLN001M,monthly,2024-06-${String(hour + 1)},NULL,active,NULL,paypal\n`;
      app.write("data/subscriptions.csv", `${subscriptions}${started}`);
      plans(`8.${String(hour + 10)}`);
      app.write("data/plan_features.csv", app.read("data/plan_features.csv") + "\n");
      ran[String(hour)] = timedModels(await runDue(app, at(hour)));
      // Called again within the hour: nothing is due.
      expect(await runDue(app, at(hour, "59"))).toEqual([]);
    }
    plans("8.00");
    app.write("data/subscriptions.csv", subscriptions);
    const expected = Array.from({ length: 24 }, (_, hour) => [
      String(hour),
      hour === 2 ? [...hourly, ...nightly].sort() : hourly,
    ]);
    expect(ran).toEqual(Object.fromEntries(expected));
  });

  it("shows a change of a subscription within the hour, a new price the next morning", async () => {
    const shown = async () => {
      const [[changes] = [], [plan] = []] = await app.rows(
        "select count(*) as changes from fct_subscription_changes",
        "select price from dim_plans where plan_id = 'PLN002M'",
      );
      return [Number(changes?.["changes"]), plan?.["price"]] as const;
    };
    const [before, price] = await shown();
    expect(price).toBe("8.12");
    app.write(
      "data/subscriptions.csv",
      `${app.read("data/subscriptions.csv")}SUB901,CUST001,PLN002M,monthly,2024-06-01,2024-07-02,cancelled,NULL,paypal\n`,
    );
    plans("9.50");
    await runDue(app, "2024-07-03T00:00:00Z");
    expect(await shown()).toEqual([before + 1, "8.12"]);
    await runDue(app, "2024-07-03T01:00:00Z");
    expect(await shown()).toEqual([before + 1, "8.12"]);
    await runDue(app, "2024-07-03T02:00:00Z");
    expect(await shown()).toEqual([before + 1, "9.50"]);
  });

  it("keeps what plans used to cost", async () => {
    plans("7.25");
    await runDue(app, "2024-07-05T02:00:00Z");
    app.write("data/plans.csv", app.read("data/plans.csv").replace(/^PLN002M.*\n/m, ""));
    // Nobody may be left on the plan that is gone.
    const subscriptions = app.read("data/subscriptions.csv");
    app.write("data/subscriptions.csv", subscriptions.replaceAll(/pln002m/gi, "PLN001M"));
    await runDue(app, "2024-07-06T02:00:00Z");
    const [rows, held] = await app.rows(
      "select price, valid_from, valid_to from dim_plans_history where plan_id = 'PLN002M' order by valid_from",
      `select price from dim_plans_history where plan_id = 'PLN002M'
         and valid_from <= timestamp '2024-07-04' and timestamp '2024-07-04' < valid_to`,
    );
    expect(rows).toEqual([
      { price: "8.00", valid_from: "2024-07-01 12:00:00", valid_to: "2024-07-02 02:00:00" },
      { price: "8.12", valid_from: "2024-07-02 02:00:00", valid_to: "2024-07-03 02:00:00" },
      { price: "9.50", valid_from: "2024-07-03 02:00:00", valid_to: "2024-07-05 02:00:00" },
      { price: "7.25", valid_from: "2024-07-05 02:00:00", valid_to: "2024-07-06 02:00:00" },
    ]);
    expect(held).toEqual([{ price: "9.50" }]);
  });
});

describe("dev and prod", () => {
  let app: AppCopy;
  beforeAll(() => {
    app = trailTrekker.copy();
  });
  afterAll(() => app.remove());

  const physical = (nodes: readonly PlanNode[]) =>
    nodes.map((node) => [node.name, node.physical] as const).sort();
  /** Applies a plan, and tells what it built and what readers then read. */
  async function apply(open: { readonly environment?: string }) {
    return app.use(async (workspace) => {
      const plan = await workspace.plan();
      const built = await finished(workspace.apply(plan));
      expect(built.summary.ok).toBe(true);
      return { built: built.summary.built, tables: physical(plan.nodes) };
    }, open);
  }
  const price = "select price from dim_plans where plan_id = 'PLN002M'";

  it("share tables: what was planned for dev is promoted to prod without a copy", async () => {
    const first = await apply(dev);
    expect(first.built).toBe(15);
    expect(await apply({})).toEqual({ built: 0, tables: first.tables });

    const model = "models/warehouse/dim_plans.sql";
    app.write(model, app.read(model).replace("\n  price,\n", "\n  price + 1 as price,\n"));
    const edited = await apply(dev);
    expect(edited.built).toBeGreaterThan(0);
    expect(await app.rows(price)).toEqual([[{ price: "8.00" }]]);
    expect(await apply({})).toEqual({ built: 0, tables: edited.tables });
    expect(await app.rows(price)).toEqual([[{ price: "9.00" }]]);
  });
});
