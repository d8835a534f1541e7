import { expect, test } from "vitest";
import { amountText, intervalsText } from "./plan-time.js";

const range = (start: string, end: string) => ({
  start: `${start.padEnd(10, "0")}T00:00:00.000Z`,
  end: `${end}T00:00:00.000Z`,
});
const amount = (grain: string, start: string, end: string, batches = 1) =>
  amountText({ revision: 1, done: [], intervals: [{ start, end }], grain, batches });

test.each([
  ["day", "2024-02-28T00:00:00.000Z", "2024-03-01T00:00:00.000Z", "2 days"],
  ["hour", "2024-01-01T00:00:00.000Z", "2024-01-01T01:00:00.000Z", "1 hour"],
  ["week", "2024-01-01T00:00:00.000Z", "2024-01-15T00:00:00.000Z", "2 weeks"],
  ["month", "2023-12-01T00:00:00.000Z", "2024-03-01T00:00:00.000Z", "3 months"],
  ["year", "2020-01-01T00:00:00.000Z", "2024-01-01T00:00:00.000Z", "4 years"],
  [
    "5 minutes",
    "2024-01-01T00:00:00.000Z",
    "2024-01-02T00:00:00.000Z",
    "288 intervals of 5 minutes",
  ],
  // Partials: the grain that is not over counts as one.
  ["day", "2024-01-01T00:00:00.000Z", "2024-01-02T06:00:00.000Z", "2 days"],
  ["month", "2024-01-01T00:00:00.000Z", "2024-02-11T00:00:00.000Z", "2 months"],
])("%s from %s until %s", (grain, start, end, expected) => {
  expect(amount(grain, start, end)).toBe(expected);
});

test("batches are told where there are several", () => {
  const [start, end] = ["2024-01-01T00:00:00.000Z", "2024-01-31T00:00:00.000Z"];
  expect(amount("day", start, end, 3)).toBe("30 days in 3 batches");
});

test("ranges are dates where they can be, and few", () => {
  expect(intervalsText([range("2024-01-01", "2024-02-01")])).toBe("2024-01-01 until 2024-02-01");
  const hours = { start: "2024-01-01T06:00:00.000Z", end: "2024-01-01T06:05:00.000Z" };
  expect(intervalsText([hours])).toBe("2024-01-01 06:00 until 2024-01-01 06:05");
  const many = [1, 3, 5, 7].map((day) =>
    range(`2024-01-0${String(day)}`, `2024-01-0${String(day + 1)}`),
  );
  expect(intervalsText(many, 2)).toBe(
    "2024-01-01 until 2024-01-02, 2024-01-03 until 2024-01-04, 2 more ranges",
  );
});
