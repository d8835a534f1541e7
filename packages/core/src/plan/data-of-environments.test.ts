import { expect, it } from "vitest";
import { testProject, type TestProject } from "../../test/project.js";

const model = (kind: string, sql: string) => `/* model\nkind: ${kind}\n*/\n${sql}`;
const clock = "2024-01-03T00:00:00Z";
const kinds = {
  by_time: "{ type: incremental_by_time, time: day, start: 2024-01-01 }",
  by_key: "{ type: incremental_by_key, key: id }",
  append: "{ type: append }",
  append_by_time: "{ type: append, time: day }",
  history: "{ type: snapshot, key: id }",
};
const names = Object.keys(kinds);

const seed = (...rows: readonly string[]) => ({
  "models/raw/e.seed.yaml": "file: data/e.csv\n",
  "data/e.csv": ["id,day,v", ...rows, ""].join("\n"),
});

function models({ above = "v", own = "v" }) {
  const tables = Object.entries(kinds).map(([name, kind]) => {
    const filter = name === "by_time" ? " where day >= $start and day < $end" : "";
    return [
      `models/m/${name}.sql`,
      model(kind, `select id, day, ${own} as v from stg.e${filter}`),
    ] as const;
  });
  return {
    "models/stg/e.sql": `select id, day, ${above} as v from raw.e`,
    ...Object.fromEntries(tables),
  };
}

const mine = ["1,2024-01-01,1"];
const others = ["1,2024-01-01,7", "99,2024-01-02,9"];

/** Rows of production that only the data of the other environment give. */
function rowsOfOthers(project: TestProject) {
  const found = names.map(
    (name) => `select '${name}' as name, id, v from m.${name} where id = 99 or v in (7, 70)`,
  );
  return project.rawRows(found.join(" union all "));
}

it.each([
  ["an edit of the query", { own: "v * 10" }],
  ["an edit above", { above: "v * 10" }],
  ["another spelling", { own: "(v)" }],
])("production shows no rows of another environment's data after %s", async (_, edit) => {
  const project = testProject({ ...models({}), ...seed(...mine) });
  await project.build({}, { clock });
  project.write({ ...models(edit), ...seed(...others) });
  await project.build({}, { clock, environment: "dev" });
  project.write(seed(...mine));
  await project.build({}, { clock });
  expect(await rowsOfOthers(project)).toEqual([]);
});

it("production goes back to its own table, not to another environment's copy of it", async () => {
  const project = testProject({ ...models({}), ...seed(...mine) });
  await project.build({}, { clock });
  project.write(seed(...others));
  await project.build({}, { clock, environment: "dev" });
  project.write({ ...models({ own: "v * 10" }), ...seed(...mine) });
  await project.build({}, { clock });
  project.write(models({}));
  await project.build({}, { clock });
  expect(await rowsOfOthers(project)).toEqual([]);
  expect(await project.value("select string_agg(concat(id, ':', v)) from m.by_key")).toBe("1:1");
});

it("production takes over an edited table that was made from another content once it reads the same", async () => {
  const project = testProject({ ...models({}), ...seed(...mine) });
  await project.build({}, { clock });
  project.write({ ...models({ own: "v * 10" }), ...seed(...others) });
  await project.build({}, { clock, environment: "dev" });
  expect(await project.plan({}, { clock })).toEqual({});
  await project.build({}, { clock });
  expect(await project.value("select max(v)::int from m.by_key")).toBe(90);
});

it("an environment that comes to read another content leaves its edited tables of before to production", async () => {
  const edit = { own: "v * 10" };
  const project = testProject({ ...models({}), ...seed(...mine) });
  await project.build({}, { clock });
  project.write(models(edit));
  await project.build({}, { clock, environment: "dev" });
  project.write(seed(...others));
  await project.build({}, { clock, environment: "dev" });
  expect(await project.rawRows("select max(v)::int as v from m__dev.by_key")).toEqual([{ v: 90 }]);
  project.write(seed(...mine));
  await project.build({}, { clock });
  expect(await rowsOfOthers(project)).toEqual([]);
});
