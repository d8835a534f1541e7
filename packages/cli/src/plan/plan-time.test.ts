import { expect, test } from "vitest";
import { amountText, intervalsText } from "./plan-time.js";

const range = (start: string, end: string) => ({
  start: `${start.padEnd(10, "0")}T00:00:00.000Z`,
  end: `${end}T00:00:00.000Z`,
});
const update = { revision: 1, done: [] };

test.each([
  ["day", 2, "2 days"],
  ["hour", 1, "1 hour"],
  ["5 minutes", 288, "288 intervals of 5 minutes"],
])("%s, of which there are %i", (grain, grains, expected) => {
  expect(amountText({ ...update, grain, grains, batches: 1 })).toBe(expected);
});

test("batches are told where there are several", () => {
  const batched = { ...update, grain: "day", grains: 30, batches: 3 };
  expect(amountText(batched)).toBe("30 days in 3 batches");
});

test("ranges are dates where they can be, and few", () => {
  expect(intervalsText([range("2024-01-01", "2024-02-01")])).toBe("2024-01-01 until 2024-02-01");
  const hours = { start: "2024-01-01T06:00:00.000Z", end: "2024-01-01T06:05:00.000Z" };
  expect(intervalsText([hours])).toBe("2024-01-01 06:00 until 2024-01-01 06:05");
  const many = [1, 3, 5, 7].map((day) =>
    range(`2024-01-0${String(day)}`, `2024-01-0${String(day + 1)}`),
  );
  expect(intervalsText(many, { most: 2 })).toBe(
    "2024-01-01 until 2024-01-02, 2024-01-03 until 2024-01-04, 2 more ranges",
  );
});

test("days of a zone are told by its dates, whenever they begin", () => {
  const march = { start: "2024-03-30T23:00:00.000Z", end: "2024-03-31T22:00:00.000Z" };
  expect(intervalsText([march], { zone: "Europe/Berlin" })).toBe(
    "2024-03-31 until 2024-04-01 (Europe/Berlin)",
  );
  // No midnight there on that date.
  const gap = { start: "2017-10-15T03:00:00.000Z", end: "2017-10-15T14:30:00.000Z" };
  expect(intervalsText([gap], { zone: "America/Sao_Paulo" })).toBe(
    "2017-10-15 until 2017-10-15 12:30 (America/Sao_Paulo)",
  );
});
