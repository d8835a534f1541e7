import { describe, expect, it } from "vitest";
import { findings, testProject } from "../../../test/project.js";

const sources = {
  "models/raw/orders.sql":
    "/* model\nkind: table\n*/\nselect 1 as id, timestamp '2024-01-01 10:00:00' as ts, timestamptz '2024-01-01 10:00:00+00' as tz, date '2024-01-01' as day, 'x' as note",
  "models/raw/rates.sql":
    "/* model\nkind: table\n*/\nselect date '2024-01-01' as valid_from, date '2024-01-01' as valid_to, 1 as id",
};

interface Kind {
  /** A zone may stand behind it. */
  readonly grain?: string;
  readonly time?: string;
}

const header = (grain: string, time: string) =>
  `/* model\nkind: { type: incremental_by_time, time: ${time}, grain: ${grain}, start: 2024-01-01 }\n*/\n`;

/** Warnings of a model with this filter: the text they are about, what they say, and what to write instead. */
async function warned(filter: string, { grain = "day", time = "ts" } = {}) {
  return ofQuery(`select o.id, o.${time} from raw.orders o where ${filter}`, { grain, time });
}

async function ofQuery(sql: string, { grain = "day", time = "ts" } = {}) {
  const found = await findings(
    testProject({ ...sources, "models/marts/m.sql": header(grain, time) + sql }),
  );
  return found.map((one) => {
    expect(one).toMatchObject({ code: "MODEL.TIME_FILTER", severity: "warning" });
    expect(one.where).toMatchObject({ file: "models/marts/m.sql", line: 4 });
    const [, text = ""] = /`([^`]+)`/.exec(one.message) ?? [];
    const [line = "", pointer = ""] = (one.where?.frame ?? "").split("\n");
    expect(line.slice(pointer.indexOf("^"))).toContain(text.split(" ")[0]);
    return { text, problem: one.message, hint: one.hints[0] };
  });
}

const berlin = { grain: "day, time_zone: Europe/Berlin", time: "day" };

type Bad = readonly [filter: string, text: string, problem: string, kind?: Kind];
type Good = readonly [filter: string, kind?: Kind];

describe("a filter that loses rows, or takes too many, is warned of", () => {
  const cases: readonly Bad[] = [
    ["o.ts >= $start and o.ts <= $end", "o.ts <= $end", "next interval"],
    ["o.ts between $start and $end", "o.ts between $start and $end", "next interval"],
    ["$end >= o.ts and o.ts >= $start", "$end >= o.ts", "next interval"],
    ["o.ts between $start::date and $end::date", "o.ts between", "next interval"],
    ["(o.ts >= $start and (o.ts <= $end))", "o.ts <= $end", "next interval"],
    ["o.ts > $start and o.ts < $end", "o.ts > $start", "loses rows"],
    ["o.day between $start and $end", "o.day between", "next interval", { time: "day" }],
    ["o.ts <= date '2024-01-31'", "o.ts <= date '2024-01-31'", "2024-01-31 after midnight"],
    ["o.ts <= '2024-01-31'", "o.ts <= '2024-01-31'", "after midnight"],
    ["ts <= cast('2024-01-31' as date)", "ts <= cast(", "after midnight"],
    ["o.tz between date '2024-01-01' and date '2024-01-31'", "o.tz between", "after midnight"],
    ["o.day >= timestamp '2024-01-01 12:00:00'", "o.day >= timestamp", "time of day"],
    ["o.ts::date >= $start and o.ts < $end", "o.ts::date >= $start", "midnight", { grain: "hour" }],
    ["o.day >= $start and o.ts < $end", "o.day >= $start", "midnight", { grain: "hour" }],
    ["o.ts >= $start and o.ts < $end::date", "o.ts < $end::date", "the day", { grain: "hour" }],
    ["o.ts >= $start and o.ts <= $end::date", "o.ts <= $end::date", "the day", { grain: "hour" }],
    ["o.tz >= $start", "o.tz >= $start", "a date of Europe/Berlin", berlin],
    ["o.tz::date < $end", "o.tz::date < $end", "a date of Europe/Berlin", berlin],
  ];
  it.each(cases.map((one) => ({ one })))("$one.0", async ({ one }) => {
    const [filter, text, problem, kind] = one;
    const found = await warned(filter, kind);
    expect(found).toHaveLength(1);
    expect(found[0]?.text).toContain(text);
    expect(found[0]?.problem).toContain(problem);
  });

  it("with what to write in its place, which is not warned of itself", async () => {
    for (const [filter, grain] of [
      ["o.ts between $start and $end", "day"],
      ["o.ts <= date '2024-12-31'", "day"],
      ["o.day >= timestamp '2024-01-01 12:00:00'", "day"],
      ["o.day >= $start", "hour"],
      ["o.tz >= $start", berlin.grain],
    ] as const) {
      const time = grain === berlin.grain ? "day" : "ts";
      const [found] = await warned(filter, { grain, time });
      const [, instead = ""] = /^Write `(.*)`\.$/.exec(found?.hint ?? "") ?? [];
      expect(instead).toContain("o.");
      expect([instead, await warned(instead, { grain, time })]).toEqual([instead, []]);
    }
    expect((await warned("o.ts <= date '2024-12-31'"))[0]?.hint).toContain("date '2025-01-01'");
  });

  it("in CTEs and subqueries that are read from, each with its own tables", async () => {
    const cte =
      "with o as (select id, ts from raw.orders where ts between $start and $end) select id, ts from o";
    expect(await ofQuery(cte)).toHaveLength(1);
    const sub =
      "select id, ts from (select id, ts from raw.orders where ts <= date '2024-01-31') o where ts >= $start and ts < $end";
    expect(await ofQuery(sub)).toHaveLength(1);
    const union =
      "select id, ts from raw.orders where ts >= $start and ts < $end union all select id, ts from raw.orders where ts > $start and ts < $end";
    expect(await ofQuery(union)).toMatchObject([{ text: "ts > $start" }]);
  });
});

describe("nothing is said of", () => {
  const cases: readonly Good[] = [
    ["o.ts >= $start and o.ts < $end"],
    ["o.ts >= $start and o.ts < $end", { grain: "hour" }],
    ["o.day >= $start and o.day < $end"],
    ["o.ts::date >= $start and o.ts::date < $end"],
    ["o.day >= $start::date and o.day <= $end::date and o.ts >= $start", { grain: "hour" }],
    ["o.day >= $start and o.day < $end", berlin],
    ["timezone('Europe/Berlin', o.tz)::date >= $start", berlin],
    ["o.ts >= $start and o.ts < $end", berlin],
    ["o.tz >= $start and o.tz < $end", { ...berlin, time: "tz" }],
    ["o.tz >= $start and o.tz < $end", { grain: "day", time: "day" }],
    ["o.ts >= $start - interval 1 day and o.ts <= $end - interval 1 second"],
    ["not (o.ts between $start and $end)"],
    ["not o.ts <= $end"],
    ["o.note = 'x' or o.ts <= $end"],
    ["o.ts <= $end and o.ts >= $start or o.id = 1"],
    ["(o.ts <= $end or o.id = 1) and o.ts >= $start"],
    ["(o.id = 2 or (o.ts <= $end and o.id = 1)) and o.ts >= $start"],
    ["o.ts < date '2024-01-31' and o.ts >= date '2024-01-01'"],
    ["o.ts <= '2024-01-31 23:59:59'"],
    ["o.ts <= '2024-01-31'::timestamp"],
    ["o.ts <= timestamp '2024-01-31'"],
    ["o.day <= date '2024-01-31' and o.day >= timestamp '2024-01-01 00:00:00'"],
    ["o.note <= '2024-01-31'"],
    ["case when o.id = 1 and o.ts <= $end and o.ts >= $start then true end"],
    ["o.id in (select id from raw.orders x where x.ts <= $end and x.ts >= $start)"],
    ["coalesce(o.ts <= $end, true) and o.ts >= $start"],
    ["/* o.ts <= $end */ o.note <> 'o.ts <= $end' and o.ts >= $start"],
  ];
  it.each(cases.map((one) => ({ one })))("$one.0", async ({ one }) => {
    const [filter, kind] = one;
    expect(await warned(filter, kind)).toEqual([]);
  });

  it("ranges that overlap the interval, and columns of what is not a table of the project", async () => {
    const overlap =
      "select o.id, o.ts from raw.orders o, raw.rates r where r.valid_from <= $end and r.valid_to >= $start";
    expect(await ofQuery(overlap)).toEqual([]);
    const cte =
      "with x as (select id, ts::varchar as ts from raw.orders) select o.id, o.ts from raw.orders o, x where x.ts <= '2024-01-31'";
    expect(await ofQuery(cte)).toEqual([]);
    const either =
      "with x as (select id as k, note as ts2 from raw.orders) select o.id, o.ts from raw.orders o, x where ts2 <= '2024-01-31'";
    expect(await ofQuery(either)).toEqual([]);
    const union =
      "with x as (select id, ts, note as day from raw.orders) select o.id, o.ts from raw.orders o union all select o.id, o.ts from x o where o.day >= '2024-01-01 12:00'";
    expect(await ofQuery(union)).toEqual([]);
  });

  it("models of another kind", async () => {
    const sql =
      "/* model\nkind: table\n*/\nselect id from raw.orders where ts <= date '2024-01-31'";
    expect(await findings(testProject({ ...sources, "models/marts/m.sql": sql }))).toEqual([]);
  });
});
