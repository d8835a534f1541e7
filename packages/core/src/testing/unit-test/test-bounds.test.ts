import { expect, it } from "vitest";
import { testProject } from "../../../test/project.js";

const model = (time: string) => ({
  "models/raw/events.sql": "select timestamptz '2024-03-31 10:00:00+00' as ts",
  "models/a/m.sql": `/* model
kind: { type: incremental_by_time, time: ${time}, time_zone: Europe/Berlin, start: 2024-01-01 }
*/
select ts, timezone('Europe/Berlin', ts)::date as day, $start::text as "from", $end::text as "to" from raw.events`,
});

it.each([
  ["day", "start: 2024-03-31, end: 2024-04-01", "2024-03-31", "2024-04-01"],
  ["day", "start: 2024-03-30T23:00:00Z, end: 2024-03-31T12:00:00Z", "2024-03-31", "2024-04-01"],
  ["ts", "start: 2024-03-31, end: 2024-04-01", "2024-03-30 23:00:00+00", "2024-03-31 22:00:00+00"],
  [
    "ts",
    "start: 2024-03-31T00:00:00Z, end: 2024-03-31T06:00:00Z",
    "2024-03-31 00:00:00+00",
    "2024-03-31 06:00:00+00",
  ],
])("bounds of a test of a model by %s, %s, are of its zone", async (time, bounds, from, to) => {
  const { t } = await testProject({
    ...model(time),
    "tests/m.test.yaml": `- { name: t, model: a.m, ${bounds}, given: { raw.events: [{ ts: "2024-03-31 10:00:00+00" }] }, expect: { columns: partial, rows: [{ from: "${from}", to: "${to}" }] } }\n`,
  }).test();
  expect(t?.error?.message ?? t?.status).toBe("passed");
});
