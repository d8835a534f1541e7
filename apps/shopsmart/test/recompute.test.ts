import type { AppCopy, TextRow } from "@sluice/app-testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { shopsmart } from "./support/app.js";
import { countedOrders, groupBy, type CountedOrder } from "./support/recompute.js";

const money = (cents: number) => (cents / 100).toFixed(2);
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const net = (orders: readonly CountedOrder[]) => money(sum(orders.map((order) => order.net)));
const buyersOf = (orders: readonly CountedOrder[]) =>
  new Set(orders.map((order) => order.user).filter((user) => user !== "")).size;
const daysBetween = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 86_400_000;

describe("figures recomputed from the raw files without SQL", () => {
  let app: AppCopy;
  let orders: readonly CountedOrder[];
  let completed: readonly CountedOrder[];

  beforeAll(async () => {
    app = await shopsmart.builtCopy();
    orders = countedOrders(app.read("data/raw_orders.csv"), app.read("data/raw_order_items.csv"));
    completed = orders.filter((order) => order.completed);
  });
  afterAll(() => app.remove());

  it("agree on revenue, orders and items in total", async () => {
    const [[facts] = [], [lines] = [], [days] = [], [months] = [], [customers] = []] =
      await app.rows(
        "select count(*) as orders, sum(total_revenue) as revenue from fct_orders",
        "select count(*) as lines, sum(line_revenue) as sold from fct_order_items",
        "select sum(orders_placed) as orders, sum(total_revenue) as revenue from marketing_performance",
        "select sum(completed_orders) as orders, sum(revenue) as revenue from monthly_metrics",
        "select sum(lifetime_value) as revenue, sum(total_orders) as orders from dim_customers",
      );
    const lineCents = orders.flatMap((order) => order.items.map((item) => item.cents));
    expect(facts).toEqual({ orders: String(orders.length), revenue: net(completed) });
    expect(lines).toEqual({ lines: String(lineCents.length), sold: money(sum(lineCents)) });
    expect(days).toEqual({ orders: String(orders.length), revenue: net(completed) });
    expect(months).toEqual({ orders: String(completed.length), revenue: net(completed) });
    const known = completed.filter((order) => order.user !== "");
    expect(known.length).toBeLessThan(completed.length);
    expect(customers).toEqual({ revenue: net(known), orders: String(known.length) });
  });

  it("agree on every customer", async () => {
    const [rows = []] = await app.rows(
      `select user_id, total_orders, lifetime_value, last_order_date, customer_segment, customer_status
       from dim_customers where total_orders > 0`,
    );
    const byUser = groupBy(
      completed.filter((order) => order.user !== ""),
      (order) => order.user,
    );
    const expected = [...byUser].map(([user, own]): TextRow => {
      const value = sum(own.map((order) => order.net));
      const last =
        own
          .map((order) => order.day)
          .sort()
          .at(-1) ?? "";
      const age = daysBetween(last, shopsmart.today);
      return {
        user_id: user,
        total_orders: String(own.length),
        lifetime_value: money(value),
        last_order_date: last,
        customer_segment:
          value >= 100_000
            ? "High Value"
            : own.length >= 5
              ? "Frequent"
              : own.length === 1
                ? "One-time"
                : "Regular",
        customer_status: age <= 90 ? "Active" : age <= 180 ? "At Risk" : "Inactive",
      };
    });
    expect(sorted(rows, "user_id")).toEqual(sorted(expected, "user_id"));
  });

  it("agree on every day", async () => {
    const [rows = []] = await app.rows(
      `select order_date, orders_placed, total_orders, total_revenue, unique_customers, new_customers,
         running_revenue, revenue_7_day_avg
       from marketing_performance`,
    );
    const firstDay = new Map<string, string>();
    for (const { user, day } of completed)
      if (day < (firstDay.get(user) ?? "9999")) firstDay.set(user, day);
    const days = [...groupBy(orders, (order) => order.day)].sort(([a], [b]) => (a < b ? -1 : 1));
    const expected = days.map(([day, placed]): TextRow => {
      const done = placed.filter((order) => order.completed);
      const week = completed.filter((o) => o.day <= day && daysBetween(o.day, day) < 7);
      const length = Math.min(7, daysBetween(days[0]?.[0] ?? day, day) + 1);
      return {
        order_date: day,
        orders_placed: String(placed.length),
        total_orders: String(done.length),
        total_revenue: net(done),
        unique_customers: String(buyersOf(done)),
        new_customers: String(buyersOf(done.filter((o) => firstDay.get(o.user) === day))),
        running_revenue: net(completed.filter((order) => order.day <= day)),
        revenue_7_day_avg: money(Math.round(sum(week.map((order) => order.net)) / length)),
      };
    });
    expect(rows.length).toBeGreaterThan(200);
    expect(sorted(rows, "order_date")).toEqual(expected);
  });

  it("agree on active customers, in the metrics as in the dimension", async () => {
    const [[metric] = [], [dimension] = []] = await app.rows(
      "select active_customers as customers from monthly_metrics order by month desc limit 1",
      `select count(*) as customers from dim_customers
       where date_diff('day', last_order_date, date '2024-06-30') <= 90`,
    );
    const active = completed.filter((order) => daysBetween(order.day, "2024-06-30") <= 90);
    expect(metric).toEqual({ customers: String(buyersOf(active)) });
    expect(dimension).toEqual(metric);
  });

  it("agree on product margins, each line with its share of the discount", async () => {
    const [[lines] = [], [orderLevel] = [], outOfStep = []] = await app.rows(
      "select sum(line_discount) as discount, sum(total_revenue) as revenue from fct_order_items",
      `select sum(discount_total) as discount, sum(total_revenue + items_total - order_total)
         filter (where is_completed) as revenue from fct_orders where item_count > 0`,
      `select order_id from fct_orders join (
         select order_id, sum(line_discount) as shared from fct_order_items group by order_id
       ) using (order_id) where shared <> discount_total`,
    );
    expect(lines).toEqual(orderLevel);
    expect(outOfStep).toEqual([]);
  });
});

function sorted(rows: readonly TextRow[], key: string): readonly TextRow[] {
  return [...rows].sort((a, b) => ((a[key] ?? "") < (b[key] ?? "") ? -1 : 1));
}
