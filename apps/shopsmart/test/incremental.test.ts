import { contentOf, finished, type AppCopy } from "@sluice/app-testkit";
import { updateOf } from "@sluice/core";
import { afterEach, describe, expect, it } from "vitest";
import { shopsmart } from "./support/app.js";
import { daysAfter, LivingShop, nightOf } from "./support/nights.js";

const kept = ["intermediate.int_orders_sequenced", "intermediate.int_order_items_allocated"];
const compared = [
  ...kept,
  "marts.dim_customers",
  "marts.fct_orders",
  "marts.fct_order_items",
  "marts.monthly_metrics",
  "marts.marketing_performance",
];

const firstNight = "2023-06-10";
const lookback = 30;

describe("the facts, kept night by night", () => {
  const apps: AppCopy[] = [];
  afterEach(() => {
    for (const app of apps.splice(0)) app.remove();
  });

  function open(): AppCopy {
    const app = shopsmart.copy({ clock: nightOf(firstNight) });
    apps.push(app);
    return app;
  }

  /** What a night's run does with the facts of an app. */
  async function run(app: AppCopy, shop: LivingShop, day: string) {
    shop.writeTo(app, day);
    const { plan, built } = await app.use(
      async (workspace) => {
        const plan = await workspace.plan();
        return { plan, built: await finished(workspace.apply(plan)) };
      },
      { clock: nightOf(day) },
    );
    expect(built.nodes.flatMap(({ error }) => error ?? [])).toEqual([]);
    expect(built.summary.ok).toBe(true);
    return { ...built, nodes: plan.nodes.filter(({ name }) => kept.includes(name)) };
  }

  async function contents(app: AppCopy) {
    const [rows] = await app.rows(contentOf(compared));
    return rows;
  }

  /** The same files, built in one go by a warehouse that knows no yesterday. */
  async function fromScratch(shop: LivingShop, day: string) {
    const app = open();
    await run(app, shop, day);
    return contents(app);
  }

  it("are what a build from scratch gives, whatever changed in the last 30 days", async () => {
    const shop = new LivingShop(1600);
    const app = open();
    await run(app, shop, firstNight);
    // Two nights in a row, one after nights without a run, and the next.
    const nights = [1, 2, 6, 7].map((days) => daysAfter(firstNight, days));
    let before = firstNight;
    for (const [index, day] of nights.entries()) {
      disturb(shop, before, 2 * index);
      disturb(shop, before, 2 * index + 1);
      const { nodes } = await run(app, shop, day);
      // The days since the last night and the lookback before them, and no more.
      const interval = {
        start: `${daysAfter(before, -lookback)}T00:00:00.000Z`,
        end: `${day}T00:00:00.000Z`,
      };
      expect(nodes.map((node) => updateOf(node)?.intervals)).toEqual([[interval], [interval]]);
      before = day;
    }
    expect(await contents(app)).toEqual(await fromScratch(shop, before));
  });

  it("show an order that changed later than that, until its time is restated", async () => {
    const shop = new LivingShop(400);
    const app = open();
    await run(app, shop, firstNight);
    const day = daysAfter(firstNight, 1);
    const late = daysAfter(firstNight, -60);
    const [order] = shop
      .export("raw_orders.csv", firstNight)
      .filter((row) => (row["order_date"] ?? "") < late && row["order_status"] === "delivered");
    expect(order).toBeDefined();
    shop.change("raw_orders.csv", order!, { order_status: "returned", updated_at: firstNight });
    const check = `${kept[0] ?? ""} stored_as_exported`;

    const { checks } = await run(app, shop, day);
    expect(checks.get(check)).toMatchObject({
      status: "warned",
      failing: 1,
      sample: [{ source_status: "delivered", exported_status: "returned" }],
    });
    const scratch = await fromScratch(shop, day);
    expect(await contents(app)).not.toEqual(scratch);

    const restate = { select: kept, restate: { start: order!["order_date"] ?? "" } };
    const restated = await app.build(restate, { clock: nightOf(day) });
    expect(restated.checks.get(check)).toMatchObject({ status: "passed" });
    await app.build({}, { clock: nightOf(day) });
    expect(await contents(app)).toEqual(scratch);
  });
});

/** Changes orders of the last 30 days, lines, the catalogue and customers; each round changes others. */
function disturb(shop: LivingShop, today: string, round: number): void {
  const oldest = daysAfter(today, 1 - lookback);
  const orders = shop
    .export("raw_orders.csv", today)
    .filter(({ order_date }) => order_date! > oldest && /^\d{4}-\d{2}-\d{2}$/.test(order_date!));
  expect(orders.length).toBeGreaterThan(40);
  const updated_at = today;
  const nth = (n: number) => orders[(n * 7 + round * 3) % orders.length]!;
  shop.change("raw_orders.csv", nth(0), { order_status: "returned", updated_at });
  shop.change("raw_orders.csv", nth(1), { order_status: "delivered", updated_at });
  shop.change("raw_orders.csv", nth(2), { discount_amount: "1.01", updated_at });
  shop.change("raw_orders.csv", nth(3), { order_date: daysAfter(oldest, 3 + round), updated_at });
  shop.change("raw_orders.csv", nth(4), { user_id: "1", updated_at });
  // One that was forgotten, and one that was exported by mistake.
  const late = { order_id: String(90_000 + round), order_date: daysAfter(oldest, 2), updated_at };
  shop.change("raw_orders.csv", { ...nth(5), ...late }, { order_status: "shipped" });
  shop.change("raw_orders.csv", nth(6), undefined);
  const gone = nth(6)["order_id"];
  const lines = shop.export("raw_order_items.csv", today);
  for (const line of lines.filter(({ order_id }) => order_id === gone))
    shop.change("raw_order_items.csv", line, undefined);
  const line = lines.find(({ order_id }) => order_id === nth(2)["order_id"])!;
  shop.change("raw_order_items.csv", line, { quantity: "3", updated_at });
  // Prices and names change without a day of their own.
  const product = shop.export("raw_products.csv", today)[round]!;
  shop.change("raw_products.csv", product, { cost: "12.34", product_name: `Renamed ${today}` });
  const customer = shop.export("raw_customers.csv", today)[round]!;
  shop.change("raw_customers.csv", customer, { country: "FR", updated_at });
}
