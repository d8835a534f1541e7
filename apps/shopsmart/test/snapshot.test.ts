import type { AppCopy, TextRow } from "@sluice/app-testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { shopsmart } from "./support/app.js";
import { daysAfter, LivingShop, nightOf } from "./support/nights.js";

const attributes =
  "full_name, email, city, state, country, account_status, customer_segment, customer_status";

describe("the history of customers", () => {
  const first = "2023-06-10";
  const nights = [0, 1, 2, 3, 4].map((days) => daysAfter(first, days));
  const shop = new LivingShop(400);
  /** Rows of the dimension in each night. */
  const seen = new Map<string, readonly TextRow[]>();
  let app: AppCopy;

  beforeAll(async () => {
    app = shopsmart.copy({ clock: nightOf(first) });
    const customers = shop.export("raw_customers.csv", first);
    const [moved, left, closed] = customers.slice(50) as [Row, Row, Row];
    for (const [index, night] of nights.entries()) {
      if (index === 1) shop.change("raw_customers.csv", moved, { city: "Oslo", country: "NO" });
      if (index === 2) shop.change("raw_customers.csv", closed, { status: "inactive" });
      if (index === 3) shop.change("raw_customers.csv", moved, { city: "Bergen", country: "NO" });
      if (index === 3) remove(left);
      if (index === 4) shop.change("raw_customers.csv", left, {});
      shop.writeTo(app, night);
      expect((await build(night)).summary.ok).toBe(true);
      const [rows = []] = await app.rows(
        `select user_id, ${attributes} from dim_customers order by user_id`,
      );
      seen.set(night, rows);
    }
  });
  afterAll(() => app.remove());

  /** Builds the history and the models above it. */
  const build = (night: string) =>
    app.build({ select: ["+snapshots.customers"] }, { clock: nightOf(night) });

  type Row = ReturnType<typeof shop.export>[number];
  /** Takes a customer and the customer's orders out of the export. */
  function remove(customer: Row): void {
    shop.change("raw_customers.csv", customer, undefined);
    const orders = shop
      .export("raw_orders.csv", first)
      .filter((o) => o["user_id"] === customer["user_id"]);
    for (const order of orders) shop.change("raw_orders.csv", order, { user_id: "" });
  }

  it.each(nights)("tells what the dimension said in the night to %s", async (night) => {
    const at = `timestamp '${night} 02:00:00'`;
    const [rows] = await app.rows(
      `select user_id, ${attributes} from snapshots.customers
       where valid_from <= ${at} and (${at} < valid_to or valid_to is null) order by user_id`,
    );
    expect(rows).toEqual(seen.get(night));
  });

  it("has a row for each version, not for each night", async () => {
    const [[counts] = []] = await app.rows(
      "select count(*) as versions, count(distinct user_id) as customers from snapshots.customers",
    );
    const versions = Number(counts?.["versions"]);
    const customers = Number(counts?.["customers"]);
    expect(versions).toBeGreaterThan(customers + 3);
    expect(versions).toBeLessThan(customers * 1.5);
    expect(seen.get(nights[3]!)!.length).toBe(customers - 1);
  });

  it("is not written again by a run that sees nothing new", async () => {
    const content = () => app.rows("select * from snapshots.customers order by all");
    const before = await content();
    const { summary } = await build(nights.at(-1)!);
    expect(summary.ok).toBe(true);
    expect(await content()).toEqual(before);
  });
});
