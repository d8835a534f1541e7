import { parseCsv, type AppCopy } from "@sluice/app-testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { trailTrekker } from "./support/app.js";
import { changesOf, directionOf, type Change } from "./support/recompute.js";

describe("changes recomputed from the raw file without SQL", () => {
  let app: AppCopy;
  let changes: readonly Change[];
  beforeAll(async () => {
    app = await trailTrekker.builtCopy();
    changes = changesOf(app.read("data/subscriptions.csv"));
  });
  afterAll(() => app.remove());

  it("agree on every event", async () => {
    const [rows = []] = await app.rows(
      `select customer_id || ' ' || subscription_id || ' ' || change_type || ' ' || change_date || ' '
         || from_plan_id || ' ' || coalesce(to_plan_id, '') as event
       from fct_subscription_changes`,
    );
    const expected = changes.map(({ customer, subscription, type, day, from, to }) =>
      [customer, subscription, type, day, from, to].join(" "),
    );
    expect(expected.length).toBeGreaterThan(50);
    expect(rows.map((row) => row["event"]).sort()).toEqual(expected.sort());
  });

  it("agree on every day and direction, days without a change included", async () => {
    const [rows = [], [span] = []] = await app.rows(
      "select change_date, direction, change_count from daily_subscription_changes",
      `select count(distinct change_date) as days, min(change_date) as first, max(change_date) as last
       from daily_subscription_changes`,
    );
    const days = changes.map(({ day }) => day).sort();
    const [first = "", last = ""] = [days[0], days.at(-1)];
    const length = (Date.parse(last) - Date.parse(first)) / 86_400_000 + 1;
    expect(span).toEqual({ days: String(length), first, last });
    expect(rows.length).toBe(length * 4);

    const counts = new Map<string, number>();
    for (const change of changes) {
      const key = `${change.day} ${directionOf(change)}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    const shown = rows
      .filter((row) => row["change_count"] !== "0")
      .map(
        (row) =>
          `${row["change_date"] ?? ""} ${row["direction"] ?? ""} ${row["change_count"] ?? ""}`,
      );
    expect(shown.sort()).toEqual([...counts].map(([key, count]) => `${key} ${count}`).sort());
    expect(new Set([...counts.keys()].map((key) => key.split(" ")[1])).size).toBe(4);
  });

  it("agree on the plans, each with all features of its level", async () => {
    const [plans = [], features = []] = await app.rows(
      "select plan_id from dim_plans order by plan_id",
      `select plan_id, count(*) as rated, count(*) filter (where is_included) as included
       from bridge_plan_features group by plan_id order by plan_id`,
    );
    const ids = parseCsv(app.read("data/plans.csv"))
      .map((plan) => plan["plan_id"] ?? "")
      .filter((id) => id !== "000000");
    expect(plans.map((plan) => plan["plan_id"])).toEqual([...new Set(ids)].sort());
    const rows = parseCsv(app.read("data/plan_features.csv"));
    expect(features).toEqual(
      plans.map(({ plan_id }) => {
        const own = rows.filter((row) => row["plan_id"] === plan_id?.slice(0, -1));
        const included = own.filter((row) => row["included"] === "true");
        return { plan_id, rated: String(own.length), included: String(included.length) };
      }),
    );
  });
});
