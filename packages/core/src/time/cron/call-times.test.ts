import { describe, expect, it } from "vitest";
import { callTimes } from "./call-times.js";
import { parseCron } from "./cron-spec.js";
import { ticksBetween } from "./ticks.js";

const from = new Date("2024-01-01T00:00Z");
const hours = Array.from({ length: 24 }, (_, i) => i);

function timesOf(...crons: readonly string[]) {
  return callTimes(
    crons.map((text) => parseCron(text)),
    from,
  );
}

describe("times to call", () => {
  it("are those of the finest cron, where it holds the others", () => {
    expect(timesOf("0 2 * * *", "0 * * * *", "@monthly")).toEqual({ hours, minutes: [0] });
    expect(timesOf("*/15 * * * *", "@hourly")).toEqual({ hours, minutes: [0, 15, 30, 45] });
  });

  it("are in UTC, in summer and in winter", () => {
    expect(timesOf("30 2 * * * Europe/Berlin")).toEqual({ hours: [0, 1], minutes: [30] });
    expect(timesOf("0 1 * * * Asia/Kathmandu")).toEqual({ hours: [19], minutes: [15] });
    expect(timesOf("0 22 * * * America/Los_Angeles")).toEqual({ hours: [5, 6], minutes: [0] });
  });

  it.each([
    ["15 3 * * 1 Australia/Lord_Howe"],
    ["0,20 */5 * * * America/St_Johns"],
    ["@daily Pacific/Kiritimati"],
    ["59 23 29 2 * Pacific/Pago_Pago"],
    ["@daily Africa/Cairo"],
  ])("meet every tick of %s within two years", (text) => {
    const cron = parseCron(text);
    const calls = callTimes([cron], from);
    const ticks = ticksBetween(cron, from, new Date("2026-01-01T00:00Z"));
    const late = ticks.filter(
      (tick) =>
        !calls.hours.includes(tick.getUTCHours()) || !calls.minutes.includes(tick.getUTCMinutes()),
    );
    expect(ticks.length).toBeGreaterThan(0);
    expect(late).toEqual([]);
  });

  it("are none for no cron", () => {
    expect(timesOf()).toEqual({ hours: [], minutes: [] });
  });
});
