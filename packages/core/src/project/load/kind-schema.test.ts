import { describe, expect, it } from "vitest";
import { findings, testProject } from "../../../test/project.js";

const header = (options: string) =>
  `/* model\nkind:\n  type: incremental_by_time\n  time: ts\n  start: 2024-01-01\n${options}*/\nselect now() as ts`;

const definition = (options: string) => `const { defineModel, sql } = globalThis.sluice;
export default defineModel({
  kind: { type: "incremental_by_time", time: "ts", start: "2024-01-01", ${options} },
  sql: () => sql\`select now() as ts\`,
});`;

async function told(file: string, text: string) {
  const all = await findings(testProject({ [file]: text }));
  return all.map(({ code, message, where, hints }) => ({
    code,
    message: [message, ...hints].join(" "),
    place: [where?.line, where?.column],
  }));
}

describe("the time zone of a kind", () => {
  it.each([
    ["Europe/Berln", ["`kind.time_zone`: `Europe/Berln` is no time zone", "Europe/Berlin?"]],
    ["Berlin", ["`Berlin` is no time zone", "Write an IANA name"]],
    ['"+02:00"', ["`+02:00` is no time zone", "Write an IANA name"]],
  ])("that is none, %s, is refused where it stands, with near names", async (zone, words) => {
    const [found, ...more] = await told("models/a/m.sql", header(`  time_zone: ${zone}\n`));
    expect(found).toMatchObject({ code: "MODEL.HEADER_INVALID", place: [6, 14] });
    for (const word of words) expect(found?.message).toContain(word);
    expect(more).toEqual([]);
  });

  it.each(["hour", "6 hours", "15 minutes"])("is refused for %s, and told why", async (grain) => {
    const options = `  grain: ${grain}\n  time_zone: Europe/Berlin\n`;
    const [found, ...more] = await told("models/a/m.sql", header(options));
    expect(found).toMatchObject({ code: "MODEL.HEADER_INVALID", place: [7, 14] });
    expect(found?.message).toContain(`the grain is \`${grain}\``);
    expect(found?.message).toContain("an hour of a clock may come twice or never");
    expect(more).toEqual([]);
  });

  it("is not looked at where the grain is none", async () => {
    const options = "  grain: fortnight\n  time_zone: Europe/Berlin\n";
    const all = await told("models/a/m.sql", header(options));
    expect(all.map(({ message }) => message)).toEqual([
      "`kind.grain`: `fortnight` is no grain. Write minute, hour, day, week, month, year, `15 minutes` or `6 hours`.",
    ]);
  });

  it("is checked in definitions too", async () => {
    const [wrong] = await told("models/a/m.ts", definition('time_zone: "Europe/Berln"'));
    expect(wrong?.code).toBe("MODEL.INVALID");
    expect(wrong?.message).toContain("`kind.time_zone`: `Europe/Berln` is no time zone");
    const [hours] = await told(
      "models/a/m.ts",
      definition('grain: "hour", time_zone: "Europe/Berlin"'),
    );
    expect(hours?.message).toContain("the grain is `hour`");
    expect(await told("models/a/m.ts", definition('time_zone: "Europe/Berlin"'))).toEqual([]);
  });
});
