import { openModelTests, type ModelTests } from "@sluice/core/testing";
import { afterAll, beforeAll, describe, it } from "vitest";
import { shopsmart } from "./support/app.js";

let tests: ModelTests;
beforeAll(async () => {
  tests = await openModelTests({ dir: shopsmart.dir });
});
afterAll(() => tests.close());

describe("the segment of a customer", () => {
  it.each([500, 1000, 2500.5])("follows a threshold of %d to the cent", async (threshold) => {
    const order = (user_id: number, order_revenue: number) => ({
      user_id,
      order_status: "completed",
      is_completed: true,
      order_date: "2024-06-30",
      order_revenue,
    });
    await tests.assertModel({
      model: "marts.dim_customers",
      now: "2024-07-01",
      vars: { high_value_customer_threshold: threshold },
      given: {
        "staging.stg_ecommerce__users": [{ user_id: 1 }, { user_id: 2 }],
        "intermediate.int_customer_order_history": [
          order(1, threshold),
          order(2, threshold - 0.01),
        ],
      },
      expect: [
        { user_id: 1, customer_segment: "High Value" },
        { user_id: 2, customer_segment: "One-time" },
      ],
    });
  });
});
