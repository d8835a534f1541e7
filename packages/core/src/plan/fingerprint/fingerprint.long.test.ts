import { duckdb } from "@sluice/adapter-duckdb";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { testProject, type TestProject } from "../../../test/project.js";

const files = {
  "models/staging/orders.sql":
    "/* model\nkind: table\n*/\nselect 1 as id, 10 as amount, DATE '2024-01-01' as day",
  "models/staging/other.sql": "/* model\nkind: table\n*/\nselect 5 as id",
  "models/marts/totals.sql":
    "/* model\nkind: table\n*/\nselect sum(amount) as total from staging.orders",
  "models/marts/report.sql": "select total * 2 as double_total from marts.totals",
};

async function built(extra: Readonly<Record<string, string>> = {}): Promise<TestProject> {
  const project = testProject({ ...files, ...extra });
  await project.build();
  return project;
}

/** What an edit of one file makes Sluice build. */
async function afterEdit(project: TestProject, edit: Readonly<Record<string, string>>) {
  project.write(edit);
  return project.plan();
}

describe("an edit of a query", () => {
  const orders = "models/staging/orders.sql";

  it.each([
    [
      "a comment",
      "/* model\nkind: table\n*/\n-- why\nselect 1 as id, /* x */ 10 as amount, DATE '2024-01-01' as day",
    ],
    [
      "white space",
      "/* model\nkind: table\n*/\n\nselect\n  1 as id,\n\t10 as amount,\r\n  DATE '2024-01-01' as day\n",
    ],
    [
      "case of keywords",
      "/* model\nkind: table\n*/\nSELECT 1 AS id, 10 As amount, DATE '2024-01-01' AS day",
    ],
    [
      "a final semicolon",
      "/* model\nkind: table\n*/\nselect 1 as id, 10 as amount, DATE '2024-01-01' as day;\n",
    ],
  ])("that changes %s builds nothing", async (_, text) => {
    expect(await afterEdit(await built(), { [orders]: text })).toEqual({});
  });

  it.each([
    ["a number", "select 1 as id, 11 as amount, DATE '2024-01-01' as day"],
    ["a filter", "select 1 as id, 10 as amount, DATE '2024-01-01' as day where 'A' = 'a'"],
  ])("that changes %s builds it and its readers, no other", async (_, text) => {
    const todo = await afterEdit(await built(), { [orders]: `/* model\nkind: table\n*/\n${text}` });
    expect(todo).toEqual({
      "staging.orders": "definition changed",
      "marts.totals": "parent changed",
      "marts.report": "parent changed",
    });
  });

  it("that changes the name of a column builds the readers of that column, and views", async () => {
    const query = `select 1 as id, 10 as amount, DATE '2024-01-01' as "DAY "`;
    const todo = await afterEdit(await built(), {
      [orders]: `/* model\nkind: table\n*/\n${query}`,
    });
    expect(todo).toEqual({
      "staging.orders": "definition changed",
      "marts.report": "parent changed",
    });
  });

  it("that changes the letter case of a column's name builds the readers of the column", async () => {
    const query = "select 1 as id, 10 as Amount, DATE '2024-01-01' as day";
    const todo = await afterEdit(await built(), {
      [orders]: `/* model\nkind: table\n*/\n${query}`,
    });
    expect(todo).toEqual({
      "staging.orders": "definition changed",
      "marts.totals": "parent changed",
      "marts.report": "parent changed",
    });
  });

  it("of a leaf builds the leaf alone", async () => {
    const todo = await afterEdit(await built(), {
      "models/marts/report.sql": "select total * 3 as double_total from marts.totals",
    });
    expect(todo).toEqual({ "marts.report": "definition changed" });
  });

  it("reaches readers through ephemeral models", async () => {
    const project = await built({
      "models/marts/part.sql":
        "/* model\nkind: ephemeral\n*/\nselect id + 1 as id from staging.other",
      "models/marts/whole.sql": "/* model\nkind: table\n*/\nselect id from marts.part",
    });
    const todo = await afterEdit(project, {
      "models/marts/part.sql":
        "/* model\nkind: ephemeral\n*/\nselect id + 2 as id from staging.other",
    });
    expect(todo).toEqual({ "marts.whole": "parent changed" });
    await project.build();
    expect(await project.value("select id from whole")).toBe(7);
  });
});

describe("kinds and declared types", () => {
  it("another kind builds the model and its readers", async () => {
    const todo = await afterEdit(await built(), {
      "models/staging/other.sql": "/* model\nkind: view\n*/\nselect 5 as id",
    });
    expect(todo).toEqual({ "staging.other": "definition changed" });
  });

  it("a declared type counts, its spelling does not", async () => {
    const typed = (type: string) => ({
      "models/staging/other.sql": `/* model\nkind: table\ncolumns:\n  id: { type: ${type} }\n*/\nselect 5 as id`,
    });
    const project = await built();
    expect(Object.keys(await afterEdit(project, typed("integer")))).toEqual(["staging.other"]);
    await project.build();
    expect(await afterEdit(project, typed("INTEGER"))).toEqual({});
  });

  it.each([
    ["the field of a struct", "struct(ab int)", "struct(Ab int)"],
    ["a value of an enum", "enum('a')", "enum('A')"],
    ["a field within a list", "struct(ab int)[]", "struct(Ab int)[]"],
  ])("the case of %s counts", async (_, before, after) => {
    const typed = (type: string) => ({
      "seeds/typed.json": '[{"s": null}]',
      "models/raw/typed.seed.yaml": `file: seeds/typed.json\ncolumns:\n  s: { type: "${type}" }\n`,
    });
    const project = await built(typed(before));
    expect(Object.keys(await afterEdit(project, typed(after)))).toEqual(["raw.typed"]);
  });
});

describe("settings of the engine", () => {
  const engine = (settings: Readonly<Record<string, string | number | boolean>>) => ({
    targets: { dev: duckdb({ path: "shop.duckdb", threads: 2, settings }) },
  });
  const queries = {
    "models/marts/halves.sql":
      "/* model\nkind: table\n*/\nselect 7 / 2 as half, typeof(7 / 2) as type",
    "models/marts/days.sql":
      "/* model\nkind: { type: incremental_by_time, time: day, grain: day, start: 2024-01-01 }\n*/\nselect DATE '2024-01-01' as day, 7 / 2 as half",
    "models/marts/reader.sql": "select half from marts.halves",
  };

  it.each<readonly [string, Readonly<Record<string, string | number | boolean>>]>([
    ["division", { integer_division: true }],
    ["time zone", { TimeZone: "America/New_York" }],
    ["order of nulls", { default_null_order: "nulls_first" }],
    ["collation", { default_collation: "nocase" }],
    ["order", { default_order: "desc" }],
  ])("that change values build every model again: %s", async (_, settings) => {
    const project = testProject(queries);
    await project.build({}, { now: "2024-01-03" });
    project.define(engine(settings));
    const todo = await project.plan({}, { now: "2024-01-03" });
    expect(Object.keys(todo).sort()).toEqual(["marts.days", "marts.halves", "marts.reader"]);
    await project.build({}, { now: "2024-01-03" });
    expect(await project.plan({}, { now: "2024-01-03" })).toEqual({});
  });

  it("give the values and types of a fresh build", async () => {
    const project = testProject(queries);
    await project.build({}, { now: "2024-01-03" });
    expect(await project.rows("from halves")).toEqual([{ half: 3.5, type: "DOUBLE" }]);
    project.define(engine({ integer_division: true }));
    await project.build({}, { now: "2024-01-03" });
    expect(await project.rows("from halves")).toEqual([{ half: 3, type: "INTEGER" }]);
    expect(await project.rows("from reader")).toEqual([{ half: 3 }]);
  });

  it("that only decide how queries are executed build nothing", async () => {
    const project = testProject(queries);
    await project.build({}, { now: "2024-01-03" });
    project.define(engine({ enable_progress_bar: false, checkpoint_threshold: "32MB" }));
    expect(await project.plan({}, { now: "2024-01-03" })).toEqual({});
  });
});

describe("files", () => {
  const seed = {
    "seeds/rates.csv": "code,rate\nEUR,1.1\n",
    "models/raw/rates.seed.yaml": "file: seeds/rates.csv\n",
    "models/marts/euro.sql":
      "/* model\nkind: table\n*/\nselect rate from raw.rates where code = 'EUR'",
  };

  it("the content of a seed counts, its time and place do not", async () => {
    const project = await built(seed);
    expect(await afterEdit(project, { "seeds/rates.csv": seed["seeds/rates.csv"] })).toEqual({});
    project.write({ "seeds/moved.csv": seed["seeds/rates.csv"] });
    expect(
      await afterEdit(project, { "models/raw/rates.seed.yaml": "file: seeds/moved.csv\n" }),
    ).toEqual({});
    expect(await afterEdit(project, { "seeds/moved.csv": "code,rate\nEUR,1.2\n" })).toEqual({
      "raw.rates": "data changed",
      "marts.euro": "parent changed",
    });
  });

  it("the options of a seed count", async () => {
    const project = await built(seed);
    const todo = await afterEdit(project, {
      "models/raw/rates.seed.yaml": "file: seeds/rates.csv\nnull_values: [EUR]\n",
    });
    expect(Object.keys(todo)).toEqual(["raw.rates", "marts.euro"]);
  });

  it("the content of a large seed counts", async () => {
    const rows = (last: string) =>
      `n,t\n${"1,aaaaaaaaaaaaaaaaaaaaaaaaaaaa\n".repeat(60_000)}2,${last}\n`;
    const project = await built({
      "seeds/big.csv": rows("a"),
      "models/raw/big.seed.yaml": "file: seeds/big.csv\n",
    });
    expect(await project.plan()).toEqual({});
    expect(await afterEdit(project, { "seeds/big.csv": rows("b") })).toEqual({
      "raw.big": "data changed",
    });
  });

  it("a file that joins a glob counts", async () => {
    const project = await built({
      "data/a.csv": "n\n1\n",
      "models/raw/events.source.yaml": "file: data/*.csv\n",
      "models/marts/counted.sql": "/* model\nkind: table\n*/\nselect count(*) as n from raw.events",
    });
    expect(await afterEdit(project, { "data/b.csv": "n\n2\n" })).toEqual({
      "marts.counted": "parent changed",
    });
    await project.build();
    expect(await project.value("select n from counted")).toBe(2n);
  });
});

describe("parameters", () => {
  const define = {
    vars: z.object({ limit: z.number().default(3), unused: z.string().default("x") }),
  };
  const model = { "models/marts/limited.sql": "/* model\nkind: table\n*/\nselect $limit as n" };

  it("the value of a variable counts where it is used", async () => {
    const project = testProject({ ...files, ...model }, define);
    await project.build();
    expect(await project.plan({}, { vars: { limit: "3" } })).toEqual({});
    expect(await project.plan({}, { vars: { unused: "y" } })).toEqual({});
    expect(await project.plan({}, { vars: { limit: "4" } })).toEqual({
      "marts.limited": "definition changed",
    });
    await project.build({}, { vars: { limit: "4" } });
    expect(await project.value("select n from limited")).toBe(4);
  });

  it("a variable that is a map counts by its entries", async () => {
    const rates = (value: number) => ({
      vars: z.object({ rates: z.map(z.string(), z.number()).default(new Map([["a", value]])) }),
    });
    const map = {
      "models/marts/rated.sql": "/* model\nkind: table\n*/\nselect $rates['a'] as rate",
    };
    const project = testProject({ ...files, ...map }, rates(1.5));
    await project.build();
    project.define(rates(2.5));
    expect(await project.plan()).toEqual({ "marts.rated": "definition changed" });
    await project.build();
    expect(await project.value("select rate from rated")).toBe(2.5);
  });

  it("$now counts only where it is used and given", async () => {
    const project = testProject({
      ...files,
      "models/marts/dated.sql": "/* model\nkind: table\n*/\nselect $now as at, $run_id as run",
    });
    await project.build({}, { now: "2024-01-01" });
    expect(await project.plan({}, { now: "2024-01-01T00:00:00Z" })).toEqual({});
    expect(await project.plan({}, { now: "2024-01-02" })).toEqual({
      "marts.dated": "reads the clock",
    });
    await project.build();
    expect(await project.plan()).toEqual({});
  });
});

describe("a given $now in a table that keeps its rows", () => {
  const rows = (...ids: readonly number[]) => ({
    "seeds/o.csv": `id,amt\n${ids.map((id) => `${String(id)},${String(id)}`).join("\n")}\n`,
  });

  it.each([
    ["append", "{ type: append }", "raw.o"],
    ["incremental_by_key", "{ type: incremental_by_key, key: id, updated_at: amt }", "raw.o"],
    ["snapshot", "{ type: snapshot, key: id, columns: [amt] }", "raw.o"],
    ["append over a view that uses it", "{ type: append }", "a.v"],
  ])("makes no other version: %s", async (_, kind, from) => {
    const project = testProject({
      ...rows(1, 2),
      "models/raw/o.seed.yaml": "file: seeds/o.csv\n",
      "models/a/v.sql": "select *, $now as seen_at from raw.o",
      "models/a/t.sql": `/* model\nkind: ${kind}\n*/\nselect id, amt, $now as loaded_at from ${from}`,
    });
    await project.build();
    project.write(rows(3));
    await project.build({}, { now: "2030-01-01" });
    project.write(rows(4));
    await project.build();
    const ids = await project.rows("select distinct id from a.t order by id");
    expect(ids.map(({ id }) => Number(id))).toEqual([1, 2, 3, 4]);
  });
});

describe("generators", () => {
  const model = (body: string) =>
    `const { defineRows, z } = globalThis.sluice;
import { step } from "./step.js";
export default defineRows({ name: "raw.numbers", columns: z.object({ n: z.int() }), rows: function* () { ${body} } });\n`;
  const step = { "models/raw/step.ts": "export const step = 1;\n" };

  it("the text of the file and of what it imports counts", async () => {
    const project = await built({ "models/raw/numbers.ts": model("yield { n: step };"), ...step });
    expect(await project.value("select n from raw.numbers")).toBe(1n);
    expect(await project.plan()).toEqual({});
    expect(await afterEdit(project, { "models/raw/step.ts": "export const step = 2;\n" })).toEqual({
      "raw.numbers": "definition changed",
    });
    await project.build();
    expect(await project.value("select n from raw.numbers")).toBe(2n);
  });

  it("the declared version counts", async () => {
    const versioned = (version: string) =>
      `const { defineRows, z } = globalThis.sluice;
export default defineRows({ columns: z.object({ n: z.int() }), version: globalThis.sluiceVersion, rows: function* () { yield { n: 1 }; } });\n`.replace(
        "globalThis.sluiceVersion",
        JSON.stringify(version),
      );
    const project = await built({ "models/raw/versioned.ts": versioned("1") });
    expect(await afterEdit(project, { "models/raw/versioned.ts": versioned("2") })).toEqual({
      "raw.versioned": "definition changed",
    });
  });
});
