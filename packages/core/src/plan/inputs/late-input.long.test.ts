import { describe, expect, it } from "vitest";
import { TestProject, testProject } from "../../../test/project.js";
import type { BuildOptions, WorkspaceOptions } from "../../session/options.js";
import { updateOf } from "../planned-node.js";

interface Given {
  readonly rows: readonly string[];
  readonly options?: string;
  readonly query?: string;
  readonly header?: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly seed?: string;
}

const base = "time: d, grain: day, start: 2024-01-01, end: 2024-01-05";
const byDay =
  "select d, sum(amount) as amount from raw.sales where d >= $start and d < $end group by all";
const first = ["2024-01-01,10,a,1", "2024-01-02,20,b,2", "2024-01-02,5,a,3"];

function sales(rows: readonly string[], header = "d,amount,shop,note"): string {
  return [header, ...rows, ""].join("\n");
}

function model(query: string, options = base): string {
  return `/* model\nkind: { type: incremental_by_time, ${options} }\n*/\n${query}`;
}

function given({ rows, options = "", query = byDay, header, files = {}, seed = "" }: Given) {
  return testProject({
    "models/raw/sales.seed.yaml": `file: seeds/sales.csv\n${seed}`,
    "seeds/sales.csv": sales(rows, header),
    "models/marts/daily.sql": model(query, options === "" ? base : options),
    ...files,
  });
}

/** Late input that a build reports, with the commands that restate it; `sluice restate` is left out. */
async function reported(
  project: TestProject,
  options: BuildOptions = {},
  open?: Partial<WorkspaceOptions>,
): Promise<readonly string[]> {
  const { events, summary } = await project.build(options, open);
  expect(summary.ok).toBe(true);
  return events.flatMap((event) =>
    event.type === "warning" && event.diagnostic.code === "RUN.LATE_INPUT"
      ? event.diagnostic.hints.map((hint) => hint.replace(/^Run `sluice restate (.*)`\.$/, "$1"))
      : [],
  );
}

/** Late input that a plan lists, by model. */
function planned(project: TestProject, open?: Partial<WorkspaceOptions>) {
  return project.with(
    async (workspace) =>
      (await workspace.plan()).nodes.flatMap((node) =>
        (updateOf(node)?.late ?? []).flatMap(({ input, ranges }) =>
          ranges.map(
            ({ start, end }) => `${node.name} ${input} ${start.slice(0, 10)} ${end.slice(0, 10)}`,
          ),
        ),
      ),
    { readOnly: true, ...open },
  );
}

const restate = (from: string, to: string, name = "marts.daily") =>
  `${name} --start ${from} --end ${to}`;
const second = restate("2024-01-02", "2024-01-03");

const ephemeral = (sql: string) => `/* model\nkind: ephemeral\n*/\n${sql}`;
const view = (sql: string) => `/* model\nkind: view\n*/\n${sql}`;
const over = (name: string) => byDay.replace("raw.sales", name);

describe("a build after the data of an input changed", () => {
  it.each<[string, Partial<Given>, readonly string[], readonly string[]]>([
    [
      "reports a row that came late",
      {},
      [...first, "2024-01-01,1,a,9"],
      [restate("2024-01-01", "2024-01-02")],
    ],
    [
      "reports a row of a day that had none",
      {},
      [...first, "2024-01-03,1,a,9"],
      [restate("2024-01-03", "2024-01-04")],
    ],
    [
      "reports a corrected row",
      {},
      ["2024-01-01,10,a,1", "2024-01-02,21,b,2", "2024-01-02,5,a,3"],
      [second],
    ],
    ["reports a removed row", {}, first.slice(0, 2), [second]],
    ["reports a day that lost all rows", {}, first.slice(0, 1), [second]],
    [
      "reports both days of a row that moved",
      {},
      ["2024-01-01,10,a,1", "2024-01-02,20,b,2", "2024-01-03,5,a,3"],
      [restate("2024-01-02", "2024-01-04")],
    ],
    ["reports a row that is there twice now", {}, [...first, "2024-01-02,20,b,2"], [second]],
    [
      "reports days apart by a command each",
      {},
      [...first, "2024-01-01,1,a,9", "2024-01-04,1,a,9"],
      [restate("2024-01-01", "2024-01-02"), restate("2024-01-04", "2024-01-05")],
    ],
    ["reports nothing for the same rows in another order", {}, [...first].reverse(), []],
    [
      "reports nothing for a column that is not read",
      {},
      first.map((row) => row.replace(/,\d$/, ",7")),
      [],
    ],
    [
      "reports nothing for rows outside of the computed time",
      {},
      [...first, "2024-01-05,1,a,9", "2023-12-31,1,a,9"],
      [],
    ],
    [
      "reports a change below a view",
      {
        query: over("raw.shown"),
        files: { "models/raw/shown.sql": view("select d, amount * 2 as amount from raw.sales") },
      },
      [...first, "2024-01-02,1,a,9"],
      [second],
    ],
    [
      "reports nothing for a column that a view leaves out",
      {
        query: over("raw.shown"),
        files: { "models/raw/shown.sql": view("select d, amount from raw.sales") },
      },
      first.map((row) => row.replace(/,\d$/, ",7")),
      [],
    ],
    [
      "reports a change below an ephemeral model",
      {
        query: over("raw.inner"),
        files: {
          "models/raw/inner.sql": ephemeral("select d, amount from raw.sales where shop = 'a'"),
        },
      },
      [...first, "2024-01-02,1,a,9"],
      [second],
    ],
    [
      "reports nothing for rows that an ephemeral model leaves out",
      {
        query: over("raw.inner"),
        files: {
          "models/raw/inner.sql": ephemeral("select d, amount from raw.sales where shop = 'a'"),
        },
      },
      [...first, "2024-01-02,1,b,9"],
      [],
    ],
    [
      "reports nothing for a relation that is read whole",
      {
        query:
          "select x.d::date as d, s.amount from (values (date '2024-01-02')) x(d) join raw.sales s using (d) where x.d >= $start and x.d < $end",
      },
      [...first, "2024-01-02,1,a,9"],
      [],
    ],
    [
      "reports a relation under an alias, beside one that is read whole",
      {
        query:
          "select s.d, sum(s.amount * o.x) as amount from raw.sales as s cross join (select 1 as x) o where s.d >= $start and s.d < $end group by all",
      },
      [...first, "2024-01-02,1,a,9"],
      [second],
    ],
    [
      "reports a change behind CTEs that pass the column on",
      {
        query:
          "with a as (select * from raw.sales), b as materialized (select x.d as day, amount from a as x) select day as d, sum(amount) as amount from b where b.day >= $start and day < $end group by all",
      },
      [...first, "2024-01-02,1,a,9"],
      [second],
    ],
    [
      "reports nothing behind a CTE that makes the column",
      {
        query:
          "with a as (select d + 0 as d, amount from raw.sales) select * from a where d >= $start and d < $end",
      },
      [...first, "2024-01-02,1,a,9"],
      [],
    ],
    [
      "reports a change seen by a filter with between and a cast",
      {
        query: "select d, amount from raw.sales where cast(d as timestamp) between $start and $end",
      },
      [...first, "2024-01-02,1,a,9"],
      [second],
    ],
    [
      "reports a change in a time that is read as text",
      {
        seed: "columns: { d: { type: varchar } }",
        query:
          "select d::date as d, amount from raw.sales where d::date >= $start and d::date < $end",
      },
      [...first, "2024-01-02,1,a,9"],
      [second],
    ],
    [
      "reports the day of a month",
      {
        options: base
          .replace("grain: day", "grain: month")
          .replace("end: 2024-01-05", "end: 2024-03-01"),
      },
      [...first, "2024-01-02,1,a,9"],
      [second],
    ],
    [
      "reports the day of a week",
      {
        options: base
          .replace("grain: day", "grain: week")
          .replace("end: 2024-01-05", "end: 2024-01-15"),
      },
      [...first, "2024-01-09,1,a,9"],
      [restate("2024-01-09", "2024-01-10")],
    ],
    [
      "reports days that were computed by batches side by side",
      { options: `${base}, batch_size: 1, batch_concurrency: 2` },
      [...first, "2024-01-02,1,a,9"],
      [second],
    ],
  ])("%s", async (_, about, rows, expected) => {
    const project = given({ rows: first, ...about });
    expect(await reported(project)).toEqual([]);
    expect(await reported(project)).toEqual([]);
    project.write({ "seeds/sales.csv": sales(rows) });
    expect(await reported(project)).toEqual(expected);
    expect(await reported(project)).toEqual(expected);
  });

  it.each<[string, string, string, readonly string[]]>([
    ["hours by their day", "grain: hour", "timestamp", [restate("2024-01-02", "2024-01-03")]],
    [
      "intervals of five minutes by their day",
      "grain: 5 minutes",
      "timestamp",
      [restate("2024-01-02", "2024-01-03")],
    ],
    [
      "instants by the day of UTC",
      "grain: day",
      "timestamptz",
      [restate("2024-01-02", "2024-01-03")],
    ],
    [
      "instants by the day of a zone",
      "grain: day, time_zone: Asia/Kathmandu",
      "timestamptz",
      [restate("2024-01-03", "2024-01-04")],
    ],
    [
      "local timestamps by the day of a zone",
      "grain: day, time_zone: America/New_York",
      "timestamp",
      [restate("2024-01-02", "2024-01-03")],
    ],
  ])("reports %s", async (_, grain, type, expected) => {
    const row = "2024-01-02 20:00:00,5";
    const project = given({
      rows: ["2024-01-01 10:00:00,1", row],
      header: "ts,amount",
      seed: `columns: { ts: { type: ${type} }, amount: { type: integer } }`,
      options: `time: ts, ${grain}, start: 2024-01-01, end: 2024-01-06`,
      query: "select ts, amount from raw.sales where ts >= $start and ts < $end",
    });
    expect(await reported(project)).toEqual([]);
    project.write({ "seeds/sales.csv": sales(["2024-01-01 10:00:00,1", row, row], "ts,amount") });
    expect(await reported(project)).toEqual(expected);
    project.write({ "seeds/sales.csv": sales([row, "2024-01-01 10:00:00,1"], "ts,amount") });
    expect(await reported(project)).toEqual([]);
  });
});

const late = [...first, "2024-01-02,1,a,9"];
const planLine = "marts.daily raw.sales 2024-01-02 2024-01-03";

describe("late input", () => {
  it("is listed by plans until it is restated", async () => {
    const project = given({ rows: first });
    await project.build();
    project.write({ "seeds/sales.csv": sales(late) });
    await project.build();
    expect(await planned(project)).toEqual([planLine]);
    await project.build({ restate: { start: "2024-01-01", end: "2024-01-02" } });
    expect(await planned(project)).toEqual([planLine]);
    await project.build({ restate: { start: "2024-01-02", end: "2024-01-03" } });
    expect(await planned(project)).toEqual([]);
    expect(await reported(project)).toEqual([]);
    expect(await project.value("select amount::int from marts.daily where d = '2024-01-02'")).toBe(
      26,
    );
  });

  it("is no longer listed when the rows are what they were", async () => {
    const project = given({ rows: first });
    await project.build();
    project.write({ "seeds/sales.csv": sales(late) });
    expect(await reported(project)).toEqual([second]);
    project.write({ "seeds/sales.csv": sales([...first].reverse()) });
    expect(await reported(project)).toEqual([]);
    expect(await planned(project)).toEqual([]);
  });

  it("is listed by doctor, and its input by a plan before the build", async () => {
    const project = given({ rows: first });
    await project.build();
    project.write({ "seeds/sales.csv": sales(late) });
    const compared = await project.with(
      async (workspace) =>
        (await workspace.plan()).nodes.flatMap((node) =>
          (updateOf(node)?.inputs ?? []).map(({ name, changed }) => [name, changed]),
        ),
      { readOnly: true },
    );
    expect(compared).toEqual([["raw.sales", true]]);
    await project.build();
    const findings = await project.with((workspace) => workspace.doctor({}), { readOnly: true });
    expect(findings.filter(({ check }) => check === "late input")).toEqual([
      {
        check: "late input",
        status: "warning",
        detail:
          "prod: rows of raw.sales changed in time of marts.daily that is computed: 2024-01-02",
        hint: `Run \`sluice restate ${second}\`.`,
      },
    ]);
  });

  it("that lookback computes again is not reported", async () => {
    const options = "time: d, grain: day, start: 2024-01-01, lookback: 1";
    const project = given({ rows: first, options });
    expect(await reported(project, {}, { now: "2024-01-03" })).toEqual([]);
    project.write({ "seeds/sales.csv": sales([...late, "2024-01-01,1,a,9"]) });
    expect(await reported(project, {}, { now: "2024-01-04" })).toEqual([
      restate("2024-01-01", "2024-01-02"),
    ]);
    const rows = await project.rows(
      "select d::text as d, amount::int as amount from marts.daily order by d",
    );
    expect(rows).toEqual([
      { d: "2024-01-01", amount: 10 },
      { d: "2024-01-02", amount: 26 },
    ]);
  });

  it("stays known in hours of a day of which lookback computes some again", async () => {
    const at = (hour: number, amount: number) =>
      `2024-01-01 ${String(hour).padStart(2, "0")}:30:00,${String(amount)}`;
    const header = "ts,amount";
    const project = given({
      rows: [at(1, 1), at(5, 1)],
      header,
      options: "time: ts, grain: hour, start: 2024-01-01, lookback: 1",
      query: "select ts, amount from raw.sales where ts >= $start and ts < $end",
    });
    await project.build({}, { now: "2024-01-01T06:00:00Z" });
    const write = (...rows: readonly string[]) =>
      project.write({ "seeds/sales.csv": sales(rows, header) });
    write(at(1, 1), at(5, 2));
    expect(await reported(project, {}, { now: "2024-01-01T07:00:00Z" })).toEqual([]);
    expect(await reported(project, {}, { now: "2024-01-01T08:00:00Z" })).toEqual([]);
    write(at(1, 2), at(5, 2));
    const range = "marts.daily --start 2024-01-01 --end 2024-01-01T07:00Z";
    expect(await reported(project, {}, { now: "2024-01-01T08:00:00Z" })).toEqual([range]);
    await project.build({}, { now: "2024-01-01T09:00:00Z" });
    expect(await planned(project)).toHaveLength(1);
    await project.build({ restate: { start: "2024-01-01" } }, { now: "2024-01-01T09:00:00Z" });
    expect(await reported(project, {}, { now: "2024-01-01T10:00:00Z" })).toEqual([]);
  });

  it("in a chain is reported of each table when the one it reads is restated", async () => {
    const weekly = over("marts.daily").replace("raw.", "marts.");
    const project = given({ rows: first, files: { "models/marts/sums.sql": model(weekly) } });
    await project.build();
    project.write({ "seeds/sales.csv": sales(late) });
    expect(await reported(project)).toEqual([second]);
    await project.build({
      select: ["marts.daily"],
      restate: { start: "2024-01-02", end: "2024-01-03" },
    });
    expect(await planned(project)).toEqual([]);
    expect(await project.value("select sum(amount)::int from marts.sums")).toBe(36);
  });

  it("stays known where computing it again is refused by a check", async () => {
    const checked = model(byDay, `${base}, on_late_input: recompute`).replace(
      "\n*/",
      '\nchecks: [{ expression: "amount <= 25" }]\n*/',
    );
    const project = given({ rows: first, files: { "models/marts/daily.sql": checked } });
    await project.build();
    project.write({ "seeds/sales.csv": sales(late) });
    for (const _ of [1, 2]) {
      const { nodes } = await project.build();
      expect(nodes["marts.daily"]?.error?.code).toBe("RUN.CHECK_FAILED");
      expect(await planned(project)).toEqual([planLine]);
    }
    expect(await project.value("select sum(amount)::int from marts.daily")).toBe(35);
  });

  it("is known of a copy that a forward-only edit makes", async () => {
    const project = given({ rows: first });
    await project.build();
    project.write({ "seeds/sales.csv": sales(late) });
    await project.build();
    project.write({
      "models/marts/daily.sql": model(byDay.replace("sum(amount)", "sum(amount) + 0")),
    });
    await project.build({ forwardOnly: true });
    expect(await planned(project)).toEqual([planLine]);
  });

  it("of another environment is that of the table they share", async () => {
    const project = given({ rows: first });
    await project.build();
    project.write({ "seeds/sales.csv": sales(late) });
    expect(await reported(project, {}, { environment: "dev" })).toEqual([]);
    expect(await planned(project)).toEqual([]);
    expect(await reported(project)).toEqual([second]);
    expect(await reported(project, {}, { environment: "dev" })).toEqual([`${second} --env dev`]);
  });
});

describe("on_late_input: recompute", () => {
  const recompute = `${base}, on_late_input: recompute`;
  const files = {
    "models/marts/sums.sql": model(over("marts.daily"), recompute),
    "models/marts/total.sql":
      "/* model\nkind: table\n*/\nselect sum(amount)::int as amount from marts.daily",
  };

  it("computes those grains and follows in what reads them", async () => {
    const project = given({ rows: first, options: recompute, files });
    await project.build();
    project.write({ "seeds/sales.csv": sales(late) });
    const { nodes, events } = await project.build();
    expect(nodes["marts.daily"]).toMatchObject({ status: "built", rows: 1 });
    expect(nodes["marts.sums"]).toMatchObject({ status: "built", rows: 1 });
    expect(events.filter(({ type }) => type === "warning")).toEqual([]);
    expect(await project.value("select sum(amount)::int from marts.sums")).toBe(36);
    expect(await project.value("select amount from marts.total")).toBe(36);
    expect(await project.plan()).toEqual({});
    expect((await project.build()).summary).toMatchObject({ built: 0 });
  });

  it("takes what comes with another alias in the query", async () => {
    const project = given({ rows: first, options: recompute });
    await project.build();
    const aliased = byDay.replace("raw.sales", "raw.sales as s");
    project.write({
      "seeds/sales.csv": sales(late),
      "models/marts/daily.sql": model(aliased, recompute),
    });
    await project.build();
    expect(await project.value("select sum(amount)::int from marts.daily")).toBe(36);
  });

  it("takes what was reported before", async () => {
    const project = given({ rows: first });
    await project.build();
    project.write({ "seeds/sales.csv": sales(late) });
    await project.build();
    project.write({ "models/marts/daily.sql": model(byDay, `${recompute}, lookback: 1`) });
    expect(await project.plan()).toEqual({ "marts.daily": "late input" });
    expect((await project.build()).nodes["marts.daily"]).toMatchObject({
      status: "built",
      rows: 1,
    });
    expect(await project.value("select sum(amount)::int from marts.daily")).toBe(36);
    expect(await planned(project)).toEqual([]);
  });

  it("leaves a restatement at its range", async () => {
    const project = given({ rows: first, options: recompute });
    await project.build();
    project.write({ "seeds/sales.csv": sales([...late, "2024-01-01,1,a,9"]) });
    await project.build({ restate: { start: "2024-01-01", end: "2024-01-02" } });
    expect(await project.value("select sum(amount)::int from marts.daily")).toBe(36);
    expect(await planned(project)).toEqual([planLine]);
    await project.build();
    expect(await project.value("select sum(amount)::int from marts.daily")).toBe(37);
  });

  it("leaves a grain that is not over at an earlier `--now` to the build at which it is", async () => {
    const project = given({ rows: first, options: recompute });
    await project.build();
    const daily = () => project.value("select sum(amount)::int from marts.daily");
    project.write({ "seeds/sales.csv": sales(late) });
    expect(await reported(project, {}, { now: "2024-01-02T12:00:00Z" })).toEqual([]);
    expect(await daily()).toBe(35);
    await project.build();
    expect(await daily()).toBe(36);
    expect(await project.plan()).toEqual({});
  });

  it("computes nothing where the rows are the same", async () => {
    const project = given({ rows: first, options: recompute, files });
    await project.build();
    project.write({ "seeds/sales.csv": sales([...first].reverse()) });
    const { nodes } = await project.build();
    expect(nodes["marts.daily"]).toMatchObject({ rows: 0 });
    expect(await project.plan()).toEqual({});
  });
});
