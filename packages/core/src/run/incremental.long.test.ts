import { describe, expect, it } from "vitest";
import { testProject } from "../../test/project.js";

const events = (...rows: readonly string[]) => ({
  "models/raw/events.seed.yaml": "file: data/events.csv\n",
  "data/events.csv": ["id,ts,amount", ...rows, ""].join("\n"),
});

/** Events and their sum a day. */
const daily = (options = "", header = "") => ({
  "models/marts/daily.sql": `/* model
kind: { type: incremental_by_time, time: day, start: 2024-01-01${options} }
${header}*/
select cast(ts as date) as day, count(*) as events, sum(amount)::int as amount
from raw.events where ts >= $start and ts < $end group by all`,
});

const first3 = [
  "1,2024-01-01 10:00:00,5",
  "2,2024-01-02 00:00:00,7",
  "3,2024-01-02 23:59:59,1",
  "4,2024-01-03 12:00:00,2",
];
const at = (now: string) => ({ now });
const days =
  "select strftime(day, '%d') as d, events::int as n, amount from marts.daily order by 1";

describe("a table filled by time", () => {
  it("computes the time that is over and missing, once", async () => {
    const project = testProject({ ...events(...first3), ...daily() });
    const { summary } = await project.build({}, at("2024-01-03T06:00:00Z"));
    expect(summary.ok).toBe(true);
    expect(await project.rows(days)).toEqual([
      { d: "01", n: 1, amount: 5 },
      { d: "02", n: 2, amount: 8 },
    ]);
    const again = await project.build({}, at("2024-01-03T23:59:59Z"));
    expect(again.nodes["marts.daily"]).toMatchObject({ status: "reused" });
    const next = await project.build({}, at("2024-01-04T00:00:00Z"));
    expect(next.nodes["marts.daily"]).toMatchObject({
      status: "built",
      rows: 1,
      reason: "intervals missing",
      batches: { done: 1, of: 1 },
    });
    expect(await project.value("select count(*)::int from marts.daily")).toBe(3);
  });

  it("takes new content of a file as data for the time to come, not as another model", async () => {
    const project = testProject({ ...events(...first3), ...daily() });
    await project.build({}, at("2024-01-03"));
    project.write(events(...first3, "5,2024-01-01 11:00:00,100"));
    const { nodes } = await project.build({}, at("2024-01-04"));
    expect(nodes["raw.events"]).toMatchObject({ status: "built" });
    expect(await project.rows(days)).toEqual([
      { d: "01", n: 1, amount: 5 },
      { d: "02", n: 2, amount: 8 },
      { d: "03", n: 1, amount: 2 },
    ]);
  });

  it("computes exactly the lookback again, with what came late", async () => {
    const project = testProject({ ...events(...first3), ...daily(", lookback: 1") });
    await project.build({}, at("2024-01-03"));
    project.write(events(...first3, "5,2024-01-01 11:00:00,100", "6,2024-01-02 11:00:00,100"));
    await project.build({}, at("2024-01-04"));
    expect(await project.rows(days)).toEqual([
      { d: "01", n: 1, amount: 5 },
      { d: "02", n: 3, amount: 108 },
      { d: "03", n: 1, amount: 2 },
    ]);
  });

  it("never keeps rows outside the interval, whatever the query gives", async () => {
    const project = testProject({
      ...events(...first3),
      "models/marts/sloppy.sql": `/* model
kind: { type: incremental_by_time, time: ts, start: 2024-01-01, batch_size: 1 }
*/
select id, ts from raw.events`,
    });
    await project.build({}, at("2024-01-03"));
    await project.build({}, at("2024-01-03"));
    expect(await project.value("select list(id order by id)::text from marts.sloppy")).toBe(
      "[1, 2, 3]",
    );
  });

  it("keeps the batches done when one fails, and goes on from there", async () => {
    const project = testProject({
      ...events(...first3),
      ...daily(", batch_size: 1", "checks: [{ expression: 'amount < 8' }]\n"),
    });
    const refused = await project.build({}, at("2024-01-04"));
    expect(refused.nodes["marts.daily"]).toMatchObject({
      status: "failed",
      batches: { done: 1, of: 3 },
      error: { code: "RUN.CHECK_FAILED" },
    });
    expect(refused.summary.ok).toBe(false);
    const known = await project.rawRows("select start_at, end_at from _sluice.intervals");
    expect(known).toEqual([{ start_at: "2024-01-01 00:00:00", end_at: "2024-01-02 00:00:00" }]);
    project.write(events(...first3.filter((row) => !row.startsWith("3"))));
    const mended = await project.build({}, at("2024-01-04"));
    expect(mended.nodes["marts.daily"]).toMatchObject({
      status: "built",
      batches: { done: 2, of: 2 },
    });
    expect(await project.rows(days)).toHaveLength(3);
  });

  it("rolls a refused batch back whole", async () => {
    const project = testProject({
      ...events(...first3),
      ...daily("", "checks: [{ expression: 'amount < 100' }]\n"),
    });
    await project.build({}, at("2024-01-03"));
    project.write(events(...first3, "9,2024-01-03 13:00:00,1000"));
    const refused = await project.build({}, at("2024-01-04"));
    expect(refused.nodes["marts.daily"]?.status).toBe("failed");
    expect(await project.rows(days)).toHaveLength(2);
    expect(await project.plan({}, at("2024-01-04"))).toMatchObject({
      "marts.daily": "intervals missing",
    });
  });

  it("tells the results of every check though one cannot be evaluated", async () => {
    const checks = [
      "{ expression: { value: 'amount > 6', name: low } }",
      "{ expression: { value: \"cast(events::text || 'x' as int) > 0\", name: broken } }",
      "{ expression: { value: 'events > 0', name: good } }",
    ];
    const project = testProject({
      ...events(...first3),
      ...daily("", `checks: [${checks.join(", ")}]\n`),
    });
    const { nodes } = await project.build({}, at("2024-01-03"));
    const results = nodes["marts.daily"]?.checkResults.map((r) => [r.check, r.status]);
    expect(results).toEqual([
      ["low", "failed"],
      ["broken", "error"],
      ["good", "passed"],
    ]);
    expect(await project.rawRows("select count(*)::int as n from _sluice.intervals")).toEqual([
      { n: 0 },
    ]);
  });

  it("has readers rebuilt exactly when its rows changed", async () => {
    const project = testProject({
      ...events(...first3),
      ...daily(),
      "models/marts/shown.sql": "select * from marts.daily",
      "models/marts/total.sql":
        "/* model\nkind: table\n*/\nselect sum(amount)::int as total from marts.shown",
    });
    await project.build({}, at("2024-01-03"));
    expect(await project.plan({}, at("2024-01-03"))).toEqual({});
    const { nodes } = await project.build({}, at("2024-01-04"));
    expect(nodes["marts.shown"]?.status).toBe("reused");
    expect(nodes["marts.total"]).toMatchObject({ status: "built", reason: "parent changed" });
    expect(await project.value("select total from marts.total")).toBe(15);
    expect(await project.plan({}, at("2024-01-04"))).toEqual({});
  });

  it("shows an empty table while no interval is over", async () => {
    const project = testProject({ ...events(...first3), ...daily() });
    const { summary } = await project.build({}, at("2024-01-01T12:00:00Z"));
    expect(summary.ok).toBe(true);
    expect(await project.value("select count(*)::int from marts.daily")).toBe(0);
  });

  it("computes the interval that is not over where partials are allowed, again and again", async () => {
    const project = testProject({ ...events(...first3), ...daily(", allow_partials: true") });
    await project.build({}, at("2024-01-03T13:00:00Z"));
    expect(await project.rows(days)).toHaveLength(3);
    const { nodes } = await project.build({}, at("2024-01-03T14:00:00Z"));
    expect(nodes["marts.daily"]).toMatchObject({ status: "built", rows: 1 });
  });

  it.each([
    ["timestamp", "ts"],
    ["timestamptz", "ts at time zone 'UTC'"],
    ["seconds", "epoch(ts)::bigint"],
  ])("cuts time held as %s", async (_, expression) => {
    const project = testProject({
      ...events(...first3),
      "models/marts/hourly.sql": `/* model
kind: { type: incremental_by_time, time: moment, grain: 6 hours, start: 2024-01-01, batch_size: 1, batch_concurrency: 2 }
*/
select id, moment from (select id, ${expression} as moment from raw.events) where moment >= $start and moment < $end`,
    });
    const { nodes } = await project.build({}, at("2024-01-03T12:00:00Z"));
    expect(nodes["marts.hourly"]).toMatchObject({ status: "built", rows: 3, batches: { of: 10 } });
    expect(await project.rawRows("select count(*)::int as n from _sluice.intervals")).toEqual([
      { n: 1 },
    ]);
    await project.build({}, at("2024-01-03T18:00:00Z"));
    expect(await project.value("select count(*)::int from marts.hourly")).toBe(4);
  });
});

describe("an edit of a kept table", () => {
  const edited = (options: string, expression: string) => ({
    "models/marts/daily.sql": `/* model
kind: { type: incremental_by_time, time: day, start: 2024-01-01${options} }
*/
select cast(ts as date) as day, count(*) as events, ${expression}
from raw.events where ts >= $start and ts < $end group by all`,
  });

  it("computes all of it anew in another table", async () => {
    const project = testProject({ ...events(...first3), ...daily() });
    await project.build({}, at("2024-01-03"));
    project.write(edited("", "max(amount)::int as amount"));
    const { nodes } = await project.build({}, at("2024-01-03"));
    expect(nodes["marts.daily"]).toMatchObject({
      status: "built",
      reason: "definition changed",
      rows: 2,
    });
    expect(await project.rows(days)).toEqual([
      { d: "01", n: 1, amount: 5 },
      { d: "02", n: 2, amount: 7 },
    ]);
  });

  it("counts from now on where it is forward-only, with its columns", async () => {
    const project = testProject({ ...events(...first3), ...daily() });
    await project.build({}, at("2024-01-03"));
    project.write(
      edited(", forward_only: true", "max(amount)::int as amount, min(amount)::int as least"),
    );
    const { nodes } = await project.build({}, at("2024-01-04"));
    expect(nodes["marts.daily"]).toMatchObject({ status: "built", rows: 1 });
    expect(
      await project.rows(
        "select strftime(day, '%d') as d, amount, least from marts.daily order by 1",
      ),
    ).toEqual([
      { d: "01", amount: 5, least: null },
      { d: "02", amount: 8, least: null },
      { d: "03", amount: 2, least: 2 },
    ]);
    expect(await project.plan({}, at("2024-01-04"))).toEqual({});
  });
});

describe("a table of one row a key", () => {
  const customers = (...rows: readonly string[]) => ({
    "models/raw/customers.seed.yaml": "file: data/customers.csv\n",
    "data/customers.csv": ["id,name,changed", ...rows, ""].join("\n"),
  });
  const merged = {
    "models/marts/customers.sql": `/* model
kind: { type: incremental_by_key, key: id, updated_at: changed }
*/
select id, name, changed from raw.customers where changed > $since`,
    "models/marts/names.sql":
      "/* model\nkind: table\n*/\nselect count(*)::int as n from marts.customers",
  };
  const names = "select string_agg(name, ',' order by id) from marts.customers";

  it("merges what changed", async () => {
    const project = testProject({
      ...customers("1,ann,2024-01-01", "2,bob,2024-01-02"),
      ...merged,
    });
    await project.build({}, at("2024-02-01"));
    expect(await project.value(names)).toBe("ann,bob");
    expect(await project.plan({}, at("2024-02-02"))).toEqual({});
    project.write(customers("1,anna,2024-01-03", "3,cy,2024-01-03"));
    const { nodes } = await project.build({}, at("2024-02-02"));
    expect(nodes["marts.customers"]).toMatchObject({ status: "built", rows: 2 });
    expect(await project.value(names)).toBe("anna,bob,cy");
    expect(await project.value("select n from marts.names")).toBe(3);
  });

  it("is not changed by data without news, and its readers settle", async () => {
    const project = testProject({ ...customers("1,ann,2024-01-01"), ...merged });
    await project.build({}, at("2024-02-01"));
    project.write(customers("1,ann,2024-01-01", ""));
    const { nodes } = await project.build({}, at("2024-02-02"));
    expect(nodes["marts.customers"]?.rows ?? 0).toBe(0);
    expect(await project.plan({}, at("2024-02-02"))).toEqual({});
  });

  it("refuses two rows of a key and stays as it was", async () => {
    const project = testProject({ ...customers("1,ann,2024-01-01"), ...merged });
    await project.build({}, at("2024-02-01"));
    project.write(customers("1,a,2024-01-02", "1,b,2024-01-02"));
    const { nodes } = await project.build({}, at("2024-02-02"));
    expect(nodes["marts.customers"]).toMatchObject({
      status: "failed",
      error: { code: "RUN.KEY_DUPLICATE" },
    });
    expect(await project.value(names)).toBe("ann");
  });
});

describe("a table rows are added to", () => {
  it("adds what is new", async () => {
    const project = testProject({
      ...events(...first3.slice(0, 2)),
      "models/marts/log.sql": `/* model
kind: { type: append, time: ts }
*/
select id, ts from raw.events where ts >= $since`,
    });
    await project.build({}, at("2024-02-01"));
    project.write(events(...first3));
    const { nodes } = await project.build({}, at("2024-02-02"));
    expect(nodes["marts.log"]).toMatchObject({ status: "built", rows: 2 });
    expect(await project.value("select count(distinct id)::int from marts.log")).toBe(4);
  });
});

describe("a snapshot", () => {
  const prices = (...rows: readonly string[]) => ({
    "models/raw/prices.seed.yaml": "file: data/prices.csv\n",
    "data/prices.csv": ["id,price", ...rows, ""].join("\n"),
  });
  const model = (select: string) => ({
    "models/marts/prices.sql": `/* model\nkind: { type: snapshot, key: id }\n*/\n${select} from raw.prices`,
  });
  const history =
    "select id::int as id, price::int as price, valid_to is null as open from marts.prices order by id, valid_from";

  it("keeps the history, through edits too", async () => {
    const project = testProject({ ...prices("1,10", "2,20"), ...model("select id, price") });
    await project.build({}, at("2024-02-01"));
    expect(await project.plan({}, at("2024-02-02"))).toEqual({});
    project.write(prices("1,11", "2,20"));
    await project.build({}, at("2024-02-02"));
    const known = [
      { id: 1, price: 10, open: false },
      { id: 1, price: 11, open: true },
      { id: 2, price: 20, open: true },
    ];
    expect(await project.rows(history)).toEqual(known);
    project.write(model("select id, price, 'eur' as currency"));
    await project.build({}, at("2024-02-03"));
    expect(
      await project.value("select count(*)::int from marts.prices where valid_to is not null"),
    ).toBe(3);
    expect(await project.plan({}, at("2024-02-03"))).toEqual({});
  });
});

describe("time computed again", () => {
  const monthly = {
    "models/marts/monthly.sql": `/* model
kind: { type: incremental_by_time, time: month, grain: month, start: 2024-01-01 }
*/
select date_trunc('month', day)::date as month, sum(amount)::int as amount
from marts.daily where day >= $start and day < $end group by all`,
    "models/marts/months.sql":
      "/* model\nkind: table\n*/\nselect count(*)::int as n, sum(amount)::int as amount from marts.monthly",
  };

  it("is that of the range, and of whole grains of what reads it", async () => {
    const project = testProject({ ...events(...first3, "5,2024-02-10,3"), ...daily(), ...monthly });
    await project.build({}, at("2024-03-01"));
    expect(await project.rows("from marts.months")).toEqual([{ n: 2, amount: 18 }]);
    project.write(events(...first3, "5,2024-02-10,3", "6,2024-01-02,100", "7,2024-01-03,1000"));
    const restate = { start: "2024-01-02", end: "2024-01-03" };
    const { nodes } = await project.build({ select: ["daily"], restate }, at("2024-03-01"));
    expect(nodes["marts.daily"]).toMatchObject({ status: "built", reason: "restated", rows: 1 });
    expect(nodes["marts.monthly"]).toMatchObject({ status: "built", reason: "restated", rows: 1 });
    expect(await project.rows("from marts.months")).toEqual([{ n: 2, amount: 118 }]);
    expect(await project.plan({}, at("2024-03-01"))).toEqual({});
  });

  it("leaves rows of time that is not over under a longer grain, which an edit without any does not replace", async () => {
    const project = testProject({ ...events(...first3), ...daily() });
    await project.build({}, at("2024-01-04"));
    const edit = (change: (sql: string) => string) =>
      project.write({ "models/marts/daily.sql": change(project.read("models/marts/daily.sql")) });
    edit((sql) => sql.replace("time: day,", "time: day, grain: month,"));
    const restate = { start: "2024-01-01", end: "2024-01-03" };
    await project.build({ select: ["daily"], restate }, at("2024-01-05"));
    edit((sql) => sql.replace("sum(", "max("));
    const { events: told } = await project.build({}, at("2024-01-05"));
    expect(await project.value("select count(*)::int from marts.daily")).toBe(3);
    expect(told.flatMap((e) => (e.type === "warning" ? [e.diagnostic.code] : []))).toEqual([
      "RUN.HELD",
    ]);
    await project.build({}, at("2024-02-01"));
    expect(await project.rows(days)).toEqual([
      { d: "01", n: 1, amount: 5 },
      { d: "02", n: 2, amount: 7 },
      { d: "03", n: 1, amount: 2 },
    ]);
  });

  it("is limited by a window, and an edit that holds less is not published over one that holds more", async () => {
    const project = testProject({ ...events(...first3), ...daily() });
    await project.build({}, at("2024-01-04"));
    project.write({
      "models/marts/daily.sql": project.read("models/marts/daily.sql").replace("sum(", "max("),
    });
    const window = { start: "2024-01-02", end: "2024-01-03" };
    const part = await project.build({ window }, at("2024-01-04"));
    expect(part.nodes["marts.daily"]).toMatchObject({ status: "built", rows: 1 });
    const warned = part.events.flatMap((e) => (e.type === "warning" ? [e.diagnostic.code] : []));
    expect(warned).toEqual(["RUN.HELD"]);
    expect(await project.value("select sum(amount)::int from marts.daily")).toBe(15);
    const rest = await project.build({}, at("2024-01-04"));
    expect(rest.nodes["marts.daily"]).toMatchObject({ status: "built", rows: 2 });
    expect(await project.value("select sum(amount)::int from marts.daily")).toBe(14);
  });
});

describe("another environment", () => {
  it("is complete and copies nothing, and is promoted without building anything", async () => {
    const project = testProject({
      ...events(...first3),
      ...daily(),
      "models/marts/total.sql":
        "/* model\nkind: table\n*/\nselect sum(amount)::int as total from marts.daily",
    });
    await project.build({}, at("2024-01-04"));
    const dev = { ...at("2024-01-04"), environment: "dev" };
    const made = await project.build({}, dev);
    expect(made.built).toEqual([]);
    expect(await project.rawRows("from marts__dev.total")).toEqual([{ total: 15 }]);
    project.write({
      "models/marts/total.sql":
        "/* model\nkind: table\n*/\nselect max(amount)::int as total from marts.daily",
    });
    expect((await project.build({}, dev)).built).toEqual(["marts.total"]);
    expect(
      await project.rawRows(
        "select p.total as prod, d.total as dev from marts.total p, marts__dev.total d",
      ),
    ).toEqual([{ prod: 15, dev: 8 }]);
    expect((await project.build({}, at("2024-01-04"))).built).toEqual([]);
    expect(await project.rawRows("from marts.total")).toEqual([{ total: 8 }]);
  });
});

describe("a view of a kept table", () => {
  it("has its checks run on the rows that came", async () => {
    const project = testProject({
      ...events(...first3),
      ...daily(),
      "models/marts/shown.sql": "select * from marts.daily",
      "models/marts/checked.sql":
        "/* model\nkind: view\nchecks: [{ expression: 'amount > 2' }]\n*/\nselect * from marts.shown",
    });
    const first = await project.build({}, at("2024-01-03"));
    expect(first.nodes["marts.checked"]).toMatchObject({ status: "built", checks: { passed: 1 } });
    const same = await project.build({}, at("2024-01-03"));
    expect(same.nodes["marts.checked"]).toMatchObject({ status: "reused", checks: { passed: 0 } });
    const next = await project.build({}, at("2024-01-04"));
    const failed = { status: "failed", error: { code: "RUN.CHECK_FAILED" } };
    expect(next.nodes["marts.checked"]).toMatchObject(failed);
    const again = await project.build({}, at("2024-01-04"));
    expect(again.nodes["marts.checked"]).toMatchObject(failed);
    project.write({
      "models/marts/checked.sql": project.read("models/marts/checked.sql").replace("> 2", "> 1"),
    });
    await project.build({}, at("2024-01-04"));
    expect(await project.plan({}, at("2024-01-04"))).toEqual({});
  });
});

describe("a history that did not change", () => {
  const history = {
    "models/marts/history.sql": `/* model\nkind: { type: snapshot, key: id }\nchecks: [{ expression: 'amount < 9' }]\n*/\nselect id, amount from raw.events`,
  };

  it("is not checked again, unless its checks were edited", async () => {
    const project = testProject({ ...events("1,2024-01-01,5"), ...history });
    await project.build();
    project.write(events("1,2024-01-01 00:00:00,5"));
    const looked = await project.build();
    expect(looked.nodes["marts.history"]).toMatchObject({ status: "built", rows: 0 });
    expect(looked.nodes["marts.history"]?.checkResults).toEqual([]);
    project.write({
      ...events("1,2024-01-01,5"),
      "models/marts/history.sql": history["models/marts/history.sql"].replace("< 9", "< 3"),
    });
    const edited = await project.build();
    expect(edited.nodes["marts.history"]).toMatchObject({
      status: "failed",
      error: { code: "RUN.CHECK_FAILED" },
    });
  });
});

describe("rows and edits that would lose something", () => {
  it("rows without a time are refused", async () => {
    const project = testProject({
      ...events(...first3, "9,,7"),
      "models/marts/sloppy.sql": `/* model
kind: { type: incremental_by_time, time: ts, start: 2024-01-01 }
*/
select id, ts from raw.events`,
    });
    const { nodes } = await project.build({}, at("2024-01-03"));
    expect(nodes["marts.sloppy"]).toMatchObject({
      status: "failed",
      error: { code: "RUN.TIME_NULL", message: expect.stringContaining("1 row") as string },
    });
    expect(await project.rawRows("select count(*)::int as n from _sluice.intervals")).toEqual([
      { n: 0 },
    ]);
  });

  it("another key that the rows there are do not keep apart is refused", async () => {
    const kept = (key: string, more = "") => ({
      "models/marts/kept.sql": `/* model\nkind: { type: incremental_by_key, key: ${key}${more} }\n*/\nselect id, amount from raw.events`,
    });
    const project = testProject({
      ...events("1,2024-01-01,5", "2,2024-01-01,5"),
      ...kept("id"),
    });
    await project.build();
    project.write(kept("amount", ", order: id, forward_only: true"));
    const { nodes } = await project.build();
    expect(nodes["marts.kept"]).toMatchObject({
      status: "failed",
      error: { code: "RUN.KEY_DUPLICATE" },
    });
    expect(await project.value("select count(*)::int from marts.kept")).toBe(2);
  });

  it.each([
    ["a sentinel", "", ", current: 9999-12-31"],
    ["null", ", current: 9999-12-31", ""],
  ])("another end of current rows is refused: %s", async (_, before, after) => {
    const history = (options: string) => ({
      "models/marts/history.sql": `/* model\nkind: { type: snapshot, key: id, hard_deletes: invalidate${options} }\n*/\nselect id, amount from raw.events`,
    });
    const project = testProject({ ...events("1,2024-01-01,5"), ...history(before) });
    await project.build({}, { clock: "2024-02-01" });
    project.write(history(after));
    const { nodes } = await project.build({}, { clock: "2024-02-02" });
    expect(nodes["marts.history"]).toMatchObject({
      status: "failed",
      error: { code: "RUN.SCHEMA_CHANGED" },
    });
    expect(await project.value("select count(*)::int from marts.history")).toBe(1);
  });
});

describe("limits of time", () => {
  const slow = {
    "models/marts/quick.sql": "/* model\nkind: table\n*/\nselect 1 as one",
    "models/marts/slow.sql":
      "/* model\nkind: table\n*/\nselect q.one, sum(sin(a.range * b.range)) as x from marts.quick q, range(90000) a, range(90000) b group by all",
    "models/marts/after.sql": "/* model\nkind: table\n*/\nselect * from marts.slow",
  };

  it("of a node fail it and skip what reads it", async () => {
    const project = testProject(slow);
    const { nodes, summary } = await project.build({ nodeTimeoutMs: 300 });
    expect(nodes["marts.slow"]).toMatchObject({ status: "failed", error: { code: "RUN.TIMEOUT" } });
    expect(nodes["marts.after"]).toMatchObject({ status: "skipped" });
    expect(summary).toMatchObject({ ok: false, published: true, cancelled: 0 });
  });

  it("of a model come before those of the run", async () => {
    const project = testProject({
      ...slow,
      "models/marts/slow.sql": slow["models/marts/slow.sql"].replace(
        "table\n",
        "table\ntimeout: 200ms\n",
      ),
    });
    const { nodes } = await project.build({ nodeTimeoutMs: 3_600_000 });
    expect(nodes["marts.slow"]).toMatchObject({ status: "failed", error: { code: "RUN.TIMEOUT" } });
  });

  it("of a run keep and publish what is done", async () => {
    const project = testProject(slow);
    const { nodes, summary } = await project.build({ runTimeoutMs: 1500 });
    expect(nodes["marts.slow"]).toMatchObject({ status: "failed", error: { code: "RUN.TIMEOUT" } });
    expect(nodes["marts.after"]?.status).toBe("skipped");
    expect(summary).toMatchObject({ ok: false, published: true, cancelled: 0 });
    expect(await project.value("select one from marts.quick")).toBe(1);
  });
});
