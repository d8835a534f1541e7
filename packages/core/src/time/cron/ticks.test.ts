import { describe, expect, it } from "vitest";
import { parseCron, type CatchUp } from "./cron-spec.js";
import { dueTicks } from "./due-ticks.js";
import { countTicks, nextTick, previousTick, ticksBetween } from "./ticks.js";

const at = (text: string) => new Date(`${text}Z`);
const text = (date: Date | undefined) => date?.toISOString().slice(0, 16);

/** Ticks in (from, to], in UTC. */
function between(cron: string, from: string, to: string): (string | undefined)[] {
  return ticksBetween(parseCron(cron), at(from), at(to)).map(text);
}

describe("when clocks are set forward", () => {
  it("a tick in the gap happens once, at its end", () => {
    expect(between("30 2 * * * Europe/Berlin", "2024-03-30T00:00", "2024-04-01T12:00")).toEqual([
      "2024-03-30T01:30",
      "2024-03-31T01:00",
      "2024-04-01T00:30",
    ]);
  });

  it("several ticks in the gap happen together, and with one at its end", () => {
    const day = ["2024-03-30T23:00", "2024-03-31T12:00"] as const;
    expect(between("*/20 2 * * * Europe/Berlin", ...day)).toEqual(["2024-03-31T01:00"]);
    expect(between("0 2,3 * * * Europe/Berlin", ...day)).toEqual(["2024-03-31T01:00"]);
    expect(between("0,30 2,3 * * * Europe/Berlin", ...day)).toEqual([
      "2024-03-31T01:00",
      "2024-03-31T01:30",
    ]);
  });

  it("a day that begins in a gap has its midnight tick when it begins", () => {
    expect(between("@daily Africa/Cairo", "2024-04-25T00:00", "2024-04-27T00:00")).toEqual([
      "2024-04-25T22:00",
      "2024-04-26T21:00",
    ]);
  });

  it("a tick in a gap that ends at midnight is not lost", () => {
    expect(between("30 23 * * * America/Nuuk", "2024-03-30T02:00", "2024-04-01T01:00")).toEqual([
      "2024-03-31T01:00",
      "2024-04-01T00:30",
    ]);
  });

  it("an hourly cron goes on by the hour", () => {
    expect(between("15 * * * * Europe/Berlin", "2024-03-31T00:00", "2024-03-31T03:00")).toEqual([
      "2024-03-31T00:15",
      "2024-03-31T01:15",
      "2024-03-31T02:15",
    ]);
  });
});

describe("when clocks are set back", () => {
  it("a tick in the repeated hour happens once, the first time", () => {
    expect(between("30 2 * * * Europe/Berlin", "2024-10-26T12:00", "2024-10-28T12:00")).toEqual([
      "2024-10-27T00:30",
      "2024-10-28T01:30",
    ]);
  });

  it("an hourly cron ticks in both hours: once each real hour", () => {
    expect(between("0 * * * * Europe/Berlin", "2024-10-26T23:30", "2024-10-27T03:00")).toEqual([
      "2024-10-27T00:00",
      "2024-10-27T01:00",
      "2024-10-27T02:00",
      "2024-10-27T03:00",
    ]);
  });

  it("a day of 25 hours has 300 ticks of five minutes, one of 23 has 276", () => {
    const cron = parseCron("*/5 * * * * Europe/Berlin");
    expect(countTicks(cron, at("2024-10-26T22:00"), at("2024-10-27T23:00"))).toBe(300);
    expect(countTicks(cron, at("2024-03-30T23:00"), at("2024-03-31T22:00"))).toBe(276);
  });
});

describe("the calendar", () => {
  it.each([
    ["0 0 29 2 *", "2024-03-01T00:00", "2028-02-29T00:00"],
    ["0 0 29 2 *", "2096-03-01T00:00", "2104-02-29T00:00"],
    ["0 0 31 12 *", "2023-12-31T00:00", "2024-12-31T00:00"],
    ["0 0 L * *", "2024-02-01T00:00", "2024-02-29T00:00"],
    ["0 0 L * *", "2100-02-01T00:00", "2100-02-28T00:00"],
    ["59 23 31 12 *", "2024-12-31T23:58", "2024-12-31T23:59"],
    ["0 0 1 1 *", "2024-12-31T23:59", "2025-01-01T00:00"],
    ["0 0 * * MON#1", "2024-09-03T00:00", "2024-10-07T00:00"],
    ["0 0 13 * FRI", "2024-09-10T00:00", "2024-09-13T00:00"],
    ["0 0 13 * FRI", "2024-09-13T00:00", "2024-09-20T00:00"],
    ["@yearly America/New_York", "2024-06-01T00:00", "2025-01-01T05:00"],
  ])("%s after %s ticks at %s", (cron, after, tick) => {
    expect(text(nextTick(parseCron(cron), at(after)))).toBe(tick);
    expect(text(previousTick(parseCron(cron), at(tick)))).toBe(tick);
  });
});

describe("weekdays", () => {
  it("are the same in every kind of year", () => {
    const from = at("1990-01-01T12:00");
    const ticks = ticksBetween(parseCron("0 12 * * MON"), from, at("2030-01-01T00:00"));
    const weeks = Array.from(ticks, (_, i) => from.getTime() + (i + 1) * 7 * 86_400_000);
    expect(ticks.map((tick) => tick.getTime())).toEqual(weeks);
    expect(ticks).toHaveLength(2087);
  });

  it("nearest to a day stay in their month", () => {
    // The 1st of June 2024 is a Saturday, the 1st of September a Sunday.
    expect(between("0 0 1W * *", "2024-05-02T00:00", "2024-10-02T00:00")).toEqual([
      "2024-06-03T00:00",
      "2024-07-01T00:00",
      "2024-08-01T00:00",
      "2024-09-02T00:00",
      "2024-10-01T00:00",
    ]);
  });
});

describe("where other schedulers go wrong", () => {
  it("every minute and every seven minutes are crons like any other", () => {
    expect(between("* * * * *", "2024-01-30T23:58", "2024-01-31T00:01")).toHaveLength(3);
    expect(between("*/7 * * * *", "2024-01-01T00:50", "2024-01-01T01:10")).toEqual([
      "2024-01-01T00:56",
      "2024-01-01T01:00",
      "2024-01-01T01:07",
    ]);
  });

  it("an instant that is a tick is its own floor", () => {
    const cron = parseCron("0 */6 * * *");
    expect(text(previousTick(cron, at("2024-01-01T06:00")))).toBe("2024-01-01T06:00");
    expect(text(previousTick(cron, at("2024-01-01T05:59:59.999")))).toBe("2024-01-01T00:00");
    expect(text(nextTick(cron, at("2024-01-01T06:00")))).toBe("2024-01-01T12:00");
  });

  it.each([
    ["0 5 * * *", "2024-01-30T04:59", "2024-01-29T05:00"],
    ["@weekly", "2024-01-10T12:00", "2024-01-07T00:00"],
    ["0 9 * * 1-5", "2024-01-06T12:00", "2024-01-05T09:00"],
    ["@daily America/Los_Angeles", "2024-01-03T07:59", "2024-01-02T08:00"],
    ["@daily America/Los_Angeles", "2024-01-03T08:00", "2024-01-03T08:00"],
    ["@daily Asia/Tokyo", "2024-01-03T00:00", "2024-01-02T15:00"],
  ])("%s: at %s the last tick was %s", (cron, now, tick) => {
    expect(text(previousTick(parseCron(cron), at(now)))).toBe(tick);
  });

  // Were the ticks visited, these would not end within the test's time: the second has more than a hundred million.
  it.each([
    ["*/5 * * * *", "2015-01-01T00:00", "2025-01-01T00:04", (3653 * 1440) / 5],
    ["* * * * *", "1700-01-01T00:00", "2000-01-01T00:00", 109_572 * 1440],
    ["*/5 * * * * Europe/Berlin", "2000-01-01T00:00", "2030-01-01T00:00", (10_958 * 1440) / 5],
  ])("%s since %s is planned without visiting its ticks", (cron, last, now, ticks) => {
    for (const catchUp of ["latest", "none"] as const) {
      const query = { cron: { ...parseCron(cron), catchUp }, last: at(last), now: at(now) };
      expect(dueTicks(query)).toMatchObject({ due: true, missed: ticks - 1 });
    }
  });
});

describe("what is due", () => {
  const daily = (catchUp: CatchUp) => parseCron({ expression: "0 2 * * *", catch_up: catchUp });

  it("a model is not due before the first tick after the last; a tick at the very instant counts", () => {
    const cron = daily("latest");
    const last = at("2024-01-05T02:00");
    expect(dueTicks({ cron, last, now: at("2024-01-06T01:59") }).due).toBe(false);
    expect(dueTicks({ cron, last, now: at("2024-01-06T02:00") }).due).toBe(true);
    const before = at("2024-01-05T01:59:59.999");
    expect(dueTicks({ cron, last: before, now: last }).ticks).toEqual([last]);
  });

  it("after three days off: latest runs once, all thrice, none waits", () => {
    const given = { last: at("2024-01-01T02:00"), now: at("2024-01-04T09:00") };
    const ticks = ["2024-01-02T02:00", "2024-01-03T02:00", "2024-01-04T02:00"].map(at);
    const tick = ticks[2];
    expect(dueTicks({ cron: daily("latest"), ...given })).toEqual({
      due: true,
      tick,
      missed: 2,
      ticks: [tick],
    });
    expect(dueTicks({ cron: daily("all"), ...given })).toEqual({
      due: true,
      tick,
      missed: 0,
      ticks,
    });
    expect(dueTicks({ cron: daily("none"), ...given })).toEqual({
      due: false,
      missed: 3,
      ticks: [],
    });
    const soon = { ...given, now: at("2024-01-05T02:40") };
    expect(dueTicks({ cron: daily("none"), ...soon })).toMatchObject({ due: true, missed: 3 });
  });

  it("a clock that is set back makes nothing due", () => {
    const query = { last: at("2024-01-05T02:00"), now: at("2024-01-03T10:00") };
    for (const policy of ["latest", "all", "none"] as const)
      expect(dueTicks({ cron: daily(policy), ...query }).due).toBe(false);
  });

  it("no date is refused instead of sought for ever", () => {
    const query = { cron: daily("latest"), last: at("2024-01-05T02:00"), now: new Date("no date") };
    expect(() => dueTicks(query)).toThrow(expect.objectContaining({ code: "INTERNAL.BUG" }));
  });
});
