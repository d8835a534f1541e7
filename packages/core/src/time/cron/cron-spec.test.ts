import { describe, expect, it } from "vitest";
import { SluiceError } from "../../base/errors/sluice-error.js";
import { cronDefinition, cronText, parseCron, type CronDefinition } from "./cron-spec.js";

describe("a cron", () => {
  it.each<[CronDefinition, string, string]>([
    ["0 2 * * *", "0 2 * * *", "UTC"],
    ["  0  2 * *\t* ", "0 2 * * *", "UTC"],
    ["@daily", "@daily", "UTC"],
    ["0 2 * * * Europe/Berlin", "0 2 * * *", "Europe/Berlin"],
    ["@hourly Asia/Kathmandu", "@hourly", "Asia/Kathmandu"],
    ["0 9 * * MON-FRI", "0 9 * * MON-FRI", "UTC"],
    [{ expression: "0 0 L * *", zone: "America/New_York" }, "0 0 L * *", "America/New_York"],
    [{ expression: "@weekly Europe/Berlin" }, "@weekly", "Europe/Berlin"],
  ])("%j is read", (definition, expression, zone) => {
    expect(parseCron(definition)).toEqual({ expression, zone, catchUp: "latest" });
    expect(cronDefinition.parse(definition)).toEqual(definition);
  });

  it("has a catch-up policy in its long form", () => {
    const written = cronDefinition.parse({ expression: "@daily", catch_up: "all" });
    expect(parseCron(written)).toEqual({ expression: "@daily", zone: "UTC", catchUp: "all" });
    expect(cronDefinition.safeParse({ expression: "@daily", catch_up: "some" }).success).toBe(
      false,
    );
    expect(cronDefinition.safeParse({ expression: "@daily", timezone: "UTC" }).success).toBe(false);
  });

  it("takes the given zone where it names none", () => {
    expect(parseCron("@daily", "Europe/Berlin").zone).toBe("Europe/Berlin");
    expect(parseCron("@daily UTC", "Europe/Berlin").zone).toBe("UTC");
  });

  it("is read back from its text", () => {
    for (const text of ["*/5 * * * *", "@daily", "0 2 * * * Europe/Berlin"])
      expect(cronText(parseCron(text))).toBe(text);
  });

  it.each([
    ["", "five fields"],
    ["0 2 * *", "five fields"],
    ["* * * * * *", "seconds"],
    ["0 0 2 * * MON", "seconds"],
    ["0 0 1 1 * 2030", "year"],
    ["60 * * * *", "minute: 60"],
    ["0 24 * * *", "hour: 24"],
    ["*/0 * * * *", "stepping: 0"],
    ["0 2 * * MONTAG", "cannot be read"],
    ["@reboot", "@reboot"],
    ["@fortnightly", "@fortnightly"],
    ["0 2 * * Europe/Berlin", "cannot be read"],
    ["0 0 31 2 *", "never fires"],
    ["0 0 30 FEB *", "never fires"],
    ["0 0 31 4,6,9,11 *", "never fires"],
    ["0 2 * * * Europe/Berln", "Europe/Berlin"],
    ["0 2 * * * Berlin", "no time zone"],
    ["0 2 * * * +02:00", "five fields"],
  ])("%j is refused with what is wrong", (text, told) => {
    expect(refusal(text)).toContain(told);
  });

  it("names its zone once", () => {
    const twice = { expression: "@daily UTC", zone: "Europe/Berlin" };
    expect(refusal(twice)).toContain("one of the two places");
    expect(refusal({ expression: "@daily", zone: "+02:00" })).toContain("no time zone");
  });
});

/** All that a refusal tells, in one text. */
function refusal(definition: CronDefinition): string {
  try {
    return `accepted: ${JSON.stringify(parseCron(definition))}`;
  } catch (error) {
    if (!(error instanceof SluiceError)) throw error;
    expect(error.code).toBe("MODEL.INVALID");
    expect(error.hints.length).toBeGreaterThan(0);
    return [error.message, error.why, ...error.hints].join("\n");
  }
}
