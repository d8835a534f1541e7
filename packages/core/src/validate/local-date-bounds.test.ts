import { expect, it } from "vitest";
import { findings, testProject } from "../../test/project.js";

async function warnings(query: string, options = "time: day, time_zone: Europe/Berlin") {
  const all = await findings(
    testProject({
      "models/raw/events.sql":
        "select timestamptz '2024-03-31 10:00:00+00' as ts, timestamp '2024-03-31 10:00' as utc, date '2024-03-31' as d",
      "models/a/m.sql": `/* model\nkind: { type: incremental_by_time, ${options}, start: 2024-01-01 }\n*/\n${query}`,
    }),
  );
  return all.map(({ code, severity, message, where }) => [
    `${code} ${severity} ${String(where?.line)}:${String(where?.column)}`,
    message,
  ]);
}

const from = "select timezone('Europe/Berlin', ts)::date as day, ts from raw.events";

it.each([
  [`${from}\nwhere ts >= $start and ts < $end`, "ts"],
  [`${from} as e\nwhere e."TS" >= $start`, "TS"],
  [`${from}\nwhere utc between $start and $end`, "utc"],
])("a timestamp compared with a local date is told once: %s", async (query, column) => {
  const found = await warnings(query);
  expect(found).toEqual([
    [
      expect.stringMatching(/^MODEL\.INVALID warning 5:(7|9)$/),
      `a.m: \`${column}\` is a timestamp, and \`$start\` a date of Europe/Berlin.`,
    ],
  ]);
});

it.each([
  ["the local date", `${from} where day >= $start and day < $end`],
  ["an expression of it", `${from} where timezone('Europe/Berlin', ts)::date >= $start`],
  ["a cast", `${from} where ts::date >= $start`],
  ["a date of what is read", `${from} where d >= $start`],
])("%s is compared without a word", async (_, query) => {
  expect(await warnings(query)).toEqual([]);
});

it.each(["time: ts, time_zone: Europe/Berlin", "time: day", "time: day, time_zone: UTC"])(
  "nothing is said of a model with %s, whose bounds are instants or dates of UTC",
  async (options) => {
    expect(await warnings(`${from} where ts >= $start and ts < $end`, options)).toEqual([]);
  },
);
