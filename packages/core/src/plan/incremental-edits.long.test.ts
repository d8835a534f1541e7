import { expect, it } from "vitest";
import { testProject, type TestProject } from "../../test/project.js";
import { updateOf } from "./planned-node.js";

const kinds = {
  by_time: "type: incremental_by_time, time: ts, grain: day, start: 2024-01-01",
  by_key: "type: incremental_by_key, key: id",
  append: "type: append, time: ts",
  timeless: "type: append",
  snapshot: "type: snapshot, key: id",
} as const;
type Kind = keyof typeof kinds;
const names = Object.keys(kinds) as Kind[];

const HEAD = "id,ts,v,other";
const FIRST = `${HEAD}\n1,2024-01-01 10:00:00,1,a\n`;
/** The first row is not given any more. */
const SECOND = `${HEAD}\n2,2024-01-02 10:00:00,2,b\n`;
const clocks = ["2024-01-02T12:00:00Z", "2024-01-03T12:00:00Z", "2024-01-04T12:00:00Z"] as const;

const seed = (type = "bigint") => ({
  "models/raw/o.seed.yaml": `file: seeds/o.csv\ncolumns:\n  v: { type: ${type} }\n`,
});
const view = (columns: string) => ({ "models/stg/orders.sql": `select ${columns} from raw.o` });

/** The models of all kinds, with a select list, a source with its alias, and options in the place of those above. */
function models(list = "id, ts, v", { from = "stg.orders", options = "" } = {}) {
  return Object.fromEntries(
    names.map((name) => {
      const filter = name === "by_time" ? " where ts >= $start and ts < $end" : "";
      return [
        `models/marts/${name}.sql`,
        `/* model\nkind: { ${kinds[name]}${options} }\n*/\nselect ${list} from ${from}${filter}`,
      ];
    }),
  );
}

const files = (options = "") => ({
  "seeds/o.csv": FIRST,
  ...seed(),
  ...view("id, ts, v, other"),
  ...models(undefined, { options }),
});

/** Rows of each table as `id:v`. */
async function contents(project: TestProject): Promise<Readonly<Record<string, unknown>>> {
  const selects = names.map(
    (name) => `select '${name}' as name, string_agg(concat(id, ':', v), ' ' order by id) as found
from marts.${name}`,
  );
  const rows = await project.rawRows(selects.join(" union all "));
  return Object.fromEntries(rows.map(({ name, found }) => [name as string, found]));
}

/** Losses that the plan lists, by model; models without one are left out. */
async function losses(project: TestProject, clock: string) {
  const { nodes } = await project.with((workspace) => workspace.plan(), { clock });
  return Object.fromEntries(
    nodes.flatMap((node) => {
      const { destructive = [] } = updateOf(node) ?? {};
      return destructive.length > 0 ? [[node.name.replace("marts.", ""), destructive.join()]] : [];
    }),
  );
}

const both = "1:1 2:2";
const all = (found: string) => Object.fromEntries(names.map((name) => [name, found]));
const anew = "begins anew: those of its 1 row that its inputs no longer give are lost";
const again = "computes its time again: those of its 1 row that its inputs no longer give are lost";

interface Event {
  readonly event: string;
  readonly edit: Readonly<Record<string, string>>;
  readonly found: Readonly<Record<string, string>>;
  readonly lost?: Readonly<Record<string, string>>;
}

const events: readonly Event[] = [
  { event: "no edit", edit: {}, found: all(both) },
  {
    event: "own edit without effect",
    edit: models("x.id, x.ts, (x.v) as v", { from: "stg.orders as x" }),
    found: all(both),
  },
  {
    event: "edit of a parent without effect",
    edit: { "models/stg/orders.sql": "select o.id, o.ts, (o.v) as v, o.other from raw.o as o" },
    found: all(both),
  },
  {
    event: "parent with another column",
    edit: view("id, ts, v, other, v * 2 as twice"),
    found: all(both),
  },
  { event: "parent without a column that is not read", edit: view("id, ts, v"), found: all(both) },
  {
    event: "column of a seed with a wider type",
    edit: seed("double"),
    found: all("1:1.0 2:2.0"),
  },
  { event: "column of a seed with a narrower type", edit: seed("integer"), found: all(both) },
  {
    event: "column of a parent with a wider type",
    edit: view("id, ts, v::double as v, other"),
    found: { ...all("1:1.0 2:2.0"), by_time: "2:2.0" },
    lost: { by_time: again },
  },
  {
    event: "column of a parent with a narrower type",
    edit: view("id, ts, v::integer as v, other"),
    found: { ...all(both), by_time: "2:2" },
    lost: { by_time: again },
  },
  {
    event: "other values of a column of a parent",
    edit: view("id, ts, v * 10 as v, other"),
    found: { ...all("1:1 2:20"), by_time: "2:20" },
    lost: { by_time: again },
  },
  {
    event: "other values in the own query",
    edit: models("id, ts, v + 100 as v"),
    found: { ...all("1:1 2:102"), by_time: "2:102", by_key: "2:102" },
    lost: { by_time: anew, by_key: anew },
  },
];

it.each(events)("tables that keep rows after: $event", async ({ edit, found, lost = {} }) => {
  const project = testProject(files());
  await project.build({}, { clock: clocks[0] });
  project.write({ "seeds/o.csv": SECOND, ...edit });
  expect(await losses(project, clocks[1])).toEqual(lost);
  const { summary } = await project.build({}, { clock: clocks[1] });
  expect(summary.ok).toBe(true);
  expect(await contents(project)).toEqual(found);
  expect(await project.plan({}, { clock: clocks[1] })).toEqual({});
});

it("a change of columns is refused where `on_schema_change: fail` says so, in the parent too", async () => {
  const project = testProject(files(", on_schema_change: fail"));
  await project.build({}, { clock: clocks[0] });
  for (const edit of [seed("double"), view("id, ts, v::double as v, other")]) {
    project.write({ "seeds/o.csv": SECOND, ...seed(), ...view("id, ts, v, other"), ...edit });
    const { nodes } = await project.build({}, { clock: clocks[1] });
    for (const name of names)
      expect(nodes[`marts.${name}`]).toMatchObject({
        status: "failed",
        error: { code: "RUN.SCHEMA_CHANGED" },
      });
    expect(await contents(project)).toEqual(all("1:1"));
  }
});

it("an edit that is taken back loses no row unsaid", async () => {
  const project = testProject(files());
  await project.build({}, { clock: clocks[0] });
  project.write({ "seeds/o.csv": SECOND, ...models("id, ts, v + 0 as v") });
  await project.build({}, { clock: clocks[1] });
  const third = `${HEAD}\n3,2024-01-03 10:00:00,3,c\n`;
  project.write({ "seeds/o.csv": third, ...models() });
  const lost =
    "is replaced by another version: those of its 1 row that its inputs no longer give are lost";
  expect(await losses(project, clocks[2])).toEqual({ by_time: lost, by_key: lost });
  await project.build({}, { clock: clocks[2] });
  const found = await contents(project);
  expect(found).toEqual({ ...all("1:1 2:2 3:3"), by_time: "1:1 3:3", by_key: "1:1 3:3" });
});

it("an edit of a parent that is taken back loses no row of a table by key", async () => {
  const project = testProject(files());
  await project.build({}, { clock: clocks[0] });
  project.write({ "seeds/o.csv": SECOND, ...view("id, ts, v + 1 as v, other") });
  await project.build({}, { clock: clocks[1] });
  const third = `${HEAD}\n3,2024-01-03 10:00:00,3,c\n`;
  project.write({ "seeds/o.csv": third, ...view("id, ts, v, other") });
  await project.build({}, { clock: clocks[2] });
  expect(await contents(project)).toEqual({ ...all("1:1 2:3 3:3"), by_time: "3:3" });
});

it("edits of queries alone add no row to an append without a time", async () => {
  const project = testProject(files());
  await project.build({}, { clock: clocks[0] });
  const edits = [
    view("id, ts, v, other, 1 as one"),
    view("id, ts, v * 2 as v, other"),
    models("id, ts, v, 'x' as added"),
    { "models/stg/orders.sql": "/* model\nkind: table\n*/\nselect id, ts, v, other from raw.o" },
  ];
  for (const edit of edits) {
    project.write(edit);
    for (const environment of ["dev", "prod"])
      await project.build({}, { clock: clocks[0], environment });
    expect((await contents(project))["timeless"]).toBe("1:1");
  }
  project.write({ "seeds/o.csv": SECOND });
  await project.build({}, { clock: clocks[0], environment: "dev" });
  await project.build({}, { clock: clocks[0] });
  expect((await contents(project))["timeless"]).toBe(both);
});

it.each(["view", "table"])(
  "edits of a %s that are published alone add no row to an append without a time",
  async (kind) => {
    const up = (columns: string) => ({
      "models/stg/orders.sql": `/* model\nkind: ${kind}\n*/\nselect ${columns} from raw.o`,
    });
    const project = testProject({ ...files(), ...up("id, ts, v, other") });
    await project.build({}, { clock: clocks[0] });
    const edits = ["id, ts, v, other, 1 as one", "id, ts, v * 2 as v, other", "id, ts, v, other"];
    for (const columns of edits) {
      project.write(up(columns));
      await project.build({ select: ["stg.orders"] }, { clock: clocks[0] });
      await project.build({}, { clock: clocks[0] });
      expect((await contents(project))["timeless"]).toBe("1:1");
    }
    project.write({ "seeds/o.csv": SECOND });
    await project.build({ select: ["stg.orders"] }, { clock: clocks[0] });
    await project.build({}, { clock: clocks[0] });
    expect((await contents(project))["timeless"]).toBe(both);
    expect(await project.plan({}, { clock: clocks[0] })).toEqual({});
  },
);

it("an append without a time adds the rows of a table that is computed again without a trace", async () => {
  const project = testProject({
    "models/stg/orders.sql": "/* model\nkind: table\n*/\nselect $now::timestamp as ts",
    "models/marts/timeless.sql": "/* model\nkind: append\n*/\nselect ts from stg.orders",
  });
  for (const now of clocks) await project.build({}, { now });
  for (const clock of clocks) await project.build({}, { clock });
  expect(await project.value("select count(*)::int from marts.timeless")).toBe(6);
});

it("a rebuild lists the rows that tables begin anew without", async () => {
  const project = testProject(files());
  await project.build({}, { clock: clocks[0] });
  project.write({ "seeds/o.csv": SECOND });
  const { nodes } = await project.with((workspace) => workspace.plan({ rebuild: true }), {
    clock: clocks[1],
  });
  const listed = nodes.flatMap(
    (node) => updateOf(node)?.destructive?.map((text) => `${node.name}: ${text}`) ?? [],
  );
  expect(listed.sort()).toEqual(
    ["append", "by_key", "by_time", "timeless"].map((name) => `marts.${name}: ${anew}`),
  );
});

const options: readonly (readonly [string, string, string])[] = [
  ["key", "key: id", "key: [id, ts]"],
  ["time column", "time: ts, grain", "time: at, grain"],
];

it.each(options)(
  "another %s begins the table anew and lists its rows",
  async (_, before, after) => {
    const project = testProject(files());
    project.write(models("id, ts, v, ts as at"));
    await project.build({}, { clock: clocks[0] });
    const name = before.startsWith("key") ? "by_key" : "by_time";
    const file = `models/marts/${name}.sql`;
    project.write({ "seeds/o.csv": SECOND, [file]: project.read(file).replace(before, after) });
    expect(await losses(project, clocks[1])).toEqual({ [name]: anew });
    await project.build({}, { clock: clocks[1] });
    expect((await contents(project))[name]).toBe("2:2");
  },
);

it.each([
  ["day", "month", "$start as ts", "begins anew"],
  ["day", "month", "ts", "goes on"],
])("a grain of another length, from %s to %s with `%s`: %s", async (from, to, time, outcome) => {
  const grain = (unit: string) => ({
    "models/marts/per.sql": `/* model\nkind: { type: incremental_by_time, time: ts, grain: ${unit}, batch_size: 1, start: 2024-01-01 }\n*/
select id, ${time} from raw.o where o.ts >= $start and o.ts < $end`,
  });
  const rows = "id,ts\n1,2024-01-01 10:00:00\n2,2024-01-15 10:00:00\n3,2024-02-02 10:00:00\n";
  const project = testProject({
    "seeds/o.csv": rows,
    "models/raw/o.seed.yaml": "file: seeds/o.csv\n",
    ...grain(from),
  });
  await project.build({}, { clock: "2024-02-01T00:00:00Z" });
  project.write(grain(to));
  const plan = await project.plan({}, { clock: "2024-03-01T00:00:00Z" });
  expect(plan["marts.per"]).toBe(
    outcome === "goes on" ? "intervals missing" : "definition changed",
  );
  await project.build({}, { clock: "2024-03-01T00:00:00Z" });
  const found = await project.value(
    "select string_agg(strftime(ts, '%m-%d'), ' ' order by id) from marts.per",
  );
  expect(found).toBe(outcome === "goes on" ? "01-01 01-15 02-02" : "01-01 01-01 02-01");
});
