import { duckdb } from "@sluice/adapter-duckdb";
import { describe, expect, it } from "vitest";
import { testProject, type TestProject } from "../../../test/project.js";

const clock = "2024-03-05T00:00:00Z";
const rows = ["2024-01-01 08:00:00,1", "2024-01-10 09:00:00,2", "2024-02-29 23:00:00,4"];
const late = "2024-01-10 17:00:00,8";

const sales = (...given: readonly string[]) => ({
  "seeds/sales.csv": ["ts,amount", ...given, ""].join("\n"),
});

const sums = (options: string) => ({
  "models/marts/sums.sql": `/* model
kind: { type: incremental_by_time, time: ts, start: 2024-01-01, on_late_input: recompute, ${options} }
*/
select ts, amount from raw.sales where ts >= $start and ts < $end`,
});

const given = (options: string) =>
  testProject({
    "models/raw/sales.seed.yaml": "file: seeds/sales.csv\n",
    ...sales(...rows),
    ...sums(options),
  });

const total = (project: TestProject) => project.value("select sum(amount)::int from marts.sums");

/** Grains of before and after an edit. */
const pairs = [
  ["30 minutes", "week"],
  ["6 hours", "day"],
  ["day", "6 hours"],
  ["day", "week"],
  ["day", "month"],
  ["week", "day"],
  ["week", "month"],
  ["month", "week"],
  ["month", "day"],
  ["month", "30 minutes"],
] as const;

describe("a late row of a table whose grain was changed", () => {
  it.each(pairs)("from %s to %s is found in the same build", async (from, to) => {
    const project = given(`grain: ${from}`);
    await project.build({}, { clock });
    project.write({ ...sums(`grain: ${to}`), ...sales(...rows, late) });
    await project.build({}, { clock });
    expect(await total(project)).toBe(15);
  });

  it.each(pairs)("from %s to %s is found in the first build after it", async (from, to) => {
    const project = given(`grain: ${from}`);
    await project.build({}, { clock });
    project.write(sums(`grain: ${to}`));
    await project.build({}, { clock });
    project.write(sales(...rows, late));
    await project.build({}, { clock });
    expect(await total(project)).toBe(15);
  });

  it("is found by an environment that goes on with the grain of before", async () => {
    const project = given("grain: day");
    const dev = { clock, environment: "dev" };
    await project.build({}, { clock });
    await project.build({}, dev);
    project.write({ ...sums("grain: year"), ...sales(...rows, late) });
    await project.build({}, { clock });
    expect(await total(project)).toBe(7);
    project.write(sums("grain: day"));
    await project.build({}, dev);
    expect(await total(project)).toBe(15);
  });
});

describe("a late row after an update of the engine that hashes rows in another way", () => {
  it("is found where a build lies between", async () => {
    const project = given("grain: day");
    await project.build({}, { clock });
    const engine = duckdb({ path: "shop.duckdb", threads: 2 });
    const { dialect } = engine;
    const { hash = "" } = dialect.rowsHash?.(["ts", "amount"]) ?? {};
    const next = { ...dialect, rowsHash: () => ({ hash, version: "the next" }) };
    project.define({ targets: { dev: { ...engine, dialect: next } } });
    await project.build({}, { clock });
    project.write(sales(...rows, late));
    await project.build({}, { clock });
    expect(await total(project)).toBe(15);
  });
});
