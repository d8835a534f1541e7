import { describe, expect, it } from "vitest";
import { testProject } from "../../test/project.js";

const prices = (...rows: readonly string[]) => ({
  "models/raw/prices.seed.yaml": "file: data/prices.csv\n",
  "data/prices.csv": ["id,price", ...rows, ""].join("\n"),
});
const history = (select: string, options = "") => ({
  "models/marts/prices.sql": `/* model\nkind: { type: snapshot, key: id${options} }\n*/\n${select} from raw.prices`,
});
const dev = (clock: string) => ({ clock, environment: "dev" });
const versions = "select string_agg(price::int::text, ' ' order by valid_from) from marts.prices";

describe("an edit of a history in another environment", () => {
  it("leaves that of production alone, and loses nothing when it is promoted later", async () => {
    const project = testProject({ ...prices("1,10"), ...history("select id, price") });
    await project.build({}, { clock: "2024-01-01" });
    project.write(history("select id, price, 'eur' as currency"));
    await project.build({}, dev("2024-01-02"));
    expect(
      await project.rawRows(
        "select count(*)::int as n from marts__dev.prices where currency = 'eur'",
      ),
    ).toEqual([{ n: 1 }]);
    expect(await project.rawRows("select * from marts.prices limit 0")).toEqual([]);
    // Production goes on without the edit: a schedule would run the history that was applied to it.
    project.write({ ...prices("1,11"), ...history("select id, price") });
    await project.build({}, { clock: "2024-01-03" });
    expect(await project.value(versions)).toBe("10 11");
    // The edit is applied to production: what it saw in the meantime is in the history.
    project.write({ ...prices("1,12"), ...history("select id, price, 'eur' as currency") });
    await project.build({}, { clock: "2024-01-04" });
    expect(await project.value(versions)).toBe("10 11 12");
    expect(await project.plan({}, { clock: "2024-01-04" })).toEqual({});
  });

  it("is copied by nobody again while production stands still", async () => {
    const project = testProject({ ...prices("1,10"), ...history("select id, price") });
    await project.build({}, { clock: "2024-01-01" });
    project.write(history("select id, price, 'eur' as currency"));
    await project.build({}, dev("2024-01-02"));
    const { built } = await project.build({}, { clock: "2024-01-02" });
    expect(built).toEqual([]);
    expect(
      await project.value("select count(*)::int from marts.prices where currency = 'eur'"),
    ).toBe(1);
  });
});

describe("a kept table", () => {
  const days = (options: string, expression: string) => ({
    "models/marts/days.sql": `/* model\nkind: { type: incremental_by_time, time: day, start: 2024-01-01${options} }\n*/
select range::date as day, ${expression} as value from range(timestamp '2024-01-01', timestamp '2024-03-01', interval 1 day) where range >= $start and range < $end`,
  });
  const values = "select string_agg(value::text, '' order by day) from marts.days";

  it("keeps its rows through an edit where the plan is forward-only", async () => {
    const project = testProject(days("", "1"));
    await project.build({}, { clock: "2024-01-04" });
    project.write(days("", "2"));
    const { nodes } = await project.build({ forwardOnly: true }, { clock: "2024-01-06" });
    expect(nodes["marts.days"]).toMatchObject({ status: "built", rows: 2 });
    expect(await project.value(values)).toBe("11122");
    expect(await project.plan({}, { clock: "2024-01-06" })).toEqual({});
  });

  it("begins anew with `rebuild`, goes on with `force`, and is computed again by nobody", async () => {
    const project = testProject(days("", "1"));
    await project.build({}, { clock: "2024-01-04" });
    const going = await project.build({ force: true }, { clock: "2024-01-04" });
    expect(going.nodes["marts.days"]).toMatchObject({ status: "reused" });
    const { nodes } = await project.build({ rebuild: true }, { clock: "2024-01-04" });
    expect(nodes["marts.days"]).toMatchObject({ status: "built", reason: "forced", rows: 3 });
    expect(await project.plan({}, { clock: "2024-01-04" })).toEqual({});
  });

  it("begins earlier or later as `start` says, without computing the rest again", async () => {
    const project = testProject(days("", "1"));
    await project.build({}, { clock: "2024-01-04" });
    project.write({
      "models/marts/days.sql": project
        .read("models/marts/days.sql")
        .replace("start: 2024-01-01", "start: 2023-12-30"),
    });
    const { nodes } = await project.build({}, { clock: "2024-01-04" });
    expect(nodes["marts.days"]).toMatchObject({ reason: "intervals missing", rows: 0 });
    expect(await project.value(values)).toBe("111");
  });

  it("never computes time to come", async () => {
    const project = testProject(days(", end: 2024-01-03", "1"));
    await project.build(
      { window: { start: "2023-01-01", end: "2030-01-01" } },
      { clock: "2024-01-02T12:00:00Z" },
    );
    expect(await project.value(values)).toBe("1");
    await project.build({}, { clock: "2025-01-01" });
    expect(await project.value(values)).toBe("11");
  });

  it("is made again when its relation is gone", async () => {
    const project = testProject(days("", "1"));
    await project.build({}, { clock: "2024-01-04" });
    await project.raw(async (runner) => {
      for await (const row of runner.query("select physical from _sluice.model_versions"))
        await runner.execute(`drop table _sluice."${row["physical"] as string}"`);
    });
    const { nodes } = await project.build({}, { clock: "2024-01-04" });
    expect(nodes["marts.days"]).toMatchObject({ status: "built", reason: "missing", rows: 3 });
    expect(await project.value(values)).toBe("111");
  });
});
