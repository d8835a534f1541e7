import { describe, expect, it } from "vitest";
import { parseCron } from "./cron-spec.js";
import { slaMissed } from "./sla.js";

const at = (text: string) => new Date(`${text}Z`);
const hour = 3_600_000;
const daily = { cron: parseCron("0 2 * * *"), deadlineMs: 3 * hour };

describe("a deadline after each tick", () => {
  it.each([
    ["kept", "2024-01-05T03:10", "2024-01-05T06:00", false],
    ["not over yet", "2024-01-04T02:05", "2024-01-05T05:00", false],
    ["just over", "2024-01-04T02:05", "2024-01-05T05:00:00.001", true],
    ["over for long", "2024-01-02T02:05", "2024-01-05T12:00", true],
    ["mended late", "2024-01-05T09:00", "2024-01-05T12:00", false],
    ["met at the tick itself", "2024-01-05T02:00", "2024-01-05T12:00", false],
  ])("%s: last success %s, now %s", (_, lastSuccess, now, missed) => {
    const state = slaMissed({ ...daily, lastSuccess: at(lastSuccess), now: at(now) });
    expect(state.missed).toBe(missed);
  });

  it("says which tick, since when and for how long", () => {
    expect(
      slaMissed({ ...daily, lastSuccess: at("2024-01-04T02:05"), now: at("2024-01-05T06:30") }),
    ).toEqual({
      missed: true,
      tick: at("2024-01-05T02:00"),
      deadline: at("2024-01-05T05:00"),
      overdueMs: 1.5 * hour,
    });
  });

  it("follows the zone's clock", () => {
    const berlin = { cron: parseCron("0 2 * * * Europe/Berlin"), deadlineMs: hour };
    const lastSuccess = at("2024-07-01T12:00");
    expect(slaMissed({ ...berlin, lastSuccess, now: at("2024-07-02T01:00") }).missed).toBe(false);
    expect(slaMissed({ ...berlin, lastSuccess, now: at("2024-07-02T01:01") }).missed).toBe(true);
  });
});
