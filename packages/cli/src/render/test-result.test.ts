import type { UnitTestResult } from "@sluice/core";
import { expect, test } from "vitest";
import { fakeIo } from "../../test/support/fake-io.js";
import { renderTestFailure, renderTestLine } from "./test-result.js";

const failed: UnitTestResult = {
  name: "cancelled orders bring nothing",
  model: "marts.daily_revenue",
  file: "tests/daily_revenue.test.yaml",
  status: "failed",
  seconds: 0.013,
  columns: ["order_date", "orders", "revenue"],
  missing: [
    { order_date: "2026-01-02", orders: "2", revenue: "12.50" },
    { order_date: "2026-01-09", orders: "1", revenue: null },
  ],
  unexpected: [
    { order_date: "2026-01-05", orders: "9", revenue: "1.00" },
    { order_date: "2026-01-02", orders: "3", revenue: "111.50" },
  ],
  matched: 4,
};

test("the difference as a table, each missing row above the row it became", () => {
  const { io } = fakeIo();
  expect(renderTestFailure(failed, io.out, 80).join("\n")).toMatchInlineSnapshot(`
    "failed cancelled orders bring nothing  tests/daily_revenue.test.yaml (marts.daily_revenue)
      2 rows missing (-), 2 rows not expected (+), 4 rows right
         │ order_date │ orders │ revenue
      ───┼────────────┼────────┼─────────
       - │ 2026-01-02 │     *2 │  *12.50
       + │ 2026-01-02 │     *3 │ *111.50
       - │ 2026-01-09 │      1 │    NULL
       + │ 2026-01-05 │      9 │    1.00"
  `);
  expect(renderTestLine(failed, io.out)).toBe(
    "failed   0.01s  marts.daily_revenue  cancelled orders bring nothing",
  );
});

test("rows most alike are paired first, whatever their order", () => {
  const { io } = fakeIo();
  const crossed = {
    ...failed,
    missing: [
      { order_date: "2026-01-06", orders: "1", revenue: "4.00" },
      { order_date: "2026-01-02", orders: "1", revenue: "3.50" },
    ],
    unexpected: [
      { order_date: "2026-01-02", orders: "1", revenue: "3.00" },
      { order_date: "2026-01-04", orders: "1", revenue: "5.00" },
    ],
  };
  expect(renderTestFailure(crossed, io.out, 80).slice(4)).toEqual([
    "   - │ *2026-01-06 │      1 │   *4.00",
    "   + │ *2026-01-04 │      1 │   *5.00",
    "   - │ 2026-01-02  │      1 │   *3.50",
    "   + │ 2026-01-02  │      1 │   *3.00",
  ]);
});

test("colours: missing red, unexpected green, what differs bold", () => {
  const { io } = fakeIo({ env: { FORCE_COLOR: "1" } });
  const lines = renderTestFailure(failed, io.out, 80);
  expect(lines.find((line) => line.includes("*2"))).toContain("\u001b[1m\u001b[31m*2");
  expect(lines.find((line) => line.includes("*3"))).toContain("\u001b[1m\u001b[32m*3");
});
