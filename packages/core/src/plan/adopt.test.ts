import { describe, expect, it } from "vitest";
import { testProject, type TestProject } from "../../test/project.js";

const table = (sql: string) => `/* model\nkind: table\n*/\n${sql}`;
const files = {
  "models/raw/orders.seed.yaml": "file: data/orders.csv\n",
  "data/orders.csv": "id,amount,note\n1,10,a\n2,20,b\n",
  "models/staging/orders.sql": table(
    "select o.id, o.amount, upper(o.note) as note from raw.orders o",
  ),
  "models/staging/shown.sql": "select id, amount, note from staging.orders",
  "models/marts/totals.sql": table("select sum(amount)::int as total from staging.shown"),
  "models/marts/notes.sql": table("select note from staging.shown"),
};
const orders = "models/staging/orders.sql";

async function built(project: TestProject): Promise<readonly string[]> {
  const result = await project.build();
  expect(result.summary.ok).toBe(true);
  expect(await project.plan()).toEqual({});
  return [...result.built].sort();
}

async function changes(project: TestProject) {
  const plan = await project.with((workspace) => workspace.plan());
  return Object.fromEntries(plan.changes.map(({ name, category }) => [name, category]));
}

describe("an edit", () => {
  it("that says the same in other words builds nothing", async () => {
    const project = testProject(files);
    await project.build();
    project.write({
      [orders]: table(
        "-- renamed\nselect x.id, x.amount, (UPPER(x.note)) as note from raw.orders as x",
      ),
    });
    expect(await changes(project)).toEqual({ "staging.orders": "unchanged" });
    expect(await built(project)).toEqual(["staging.shown"]);
  });

  it("of one column has only its readers built", async () => {
    const project = testProject(files);
    await project.build();
    project.write({
      [orders]: table("select o.id, o.amount, lower(o.note) as note from raw.orders o"),
    });
    expect(await changes(project)).toEqual({
      "staging.orders": "breaking",
      "staging.shown": "indirect",
      "marts.notes": "indirect",
    });
    expect(await built(project)).toEqual(["marts.notes", "staging.orders", "staging.shown"]);
    expect(await project.rows("from marts.notes order by 1")).toEqual([
      { note: "a" },
      { note: "b" },
    ]);
  });

  it("that adds a column has nobody else built", async () => {
    const project = testProject(files);
    await project.build();
    project.write({
      [orders]: table("select o.id, o.amount, upper(o.note) as note, 1 as one from raw.orders o"),
    });
    expect(await changes(project)).toEqual({ "staging.orders": "non-breaking" });
    expect(await built(project)).toEqual(["staging.orders", "staging.shown"]);
  });

  it("in other words after one that added a column builds nothing either", async () => {
    const project = testProject(files);
    await project.build();
    const added = "select o.id, o.amount, upper(o.note) as note, 1 as one from raw.orders o";
    project.write({ [orders]: table(added) });
    await project.build();
    project.write({
      "models/marts/totals.sql": table("select sum(s.amount)::int as total from staging.shown s"),
    });
    expect(await built(project)).toEqual([]);
    project.write({
      "models/marts/totals.sql": table("select sum((t.amount))::int as total from staging.shown t"),
    });
    expect(await built(project)).toEqual([]);
    project.write({ [orders]: table(`${added} where true and 1 = 1`) });
    await project.build();
    project.write({ "models/marts/notes.sql": table("select x.note from staging.shown as x") });
    expect(await built(project)).toEqual([]);
  });

  it("of a filter has everything built that reads it", async () => {
    const project = testProject(files);
    await project.build();
    project.write({
      [orders]: table(
        "select o.id, o.amount, upper(o.note) as note from raw.orders o where id > 1",
      ),
    });
    expect(await built(project)).toHaveLength(4);
    expect(await project.value("select total from marts.totals")).toBe(20);
  });

  it("that changes nothing does not hide data that changed with it", async () => {
    const project = testProject(files);
    await project.build();
    project.write({
      [orders]: table("select x.id, x.amount, upper(x.note) as note from raw.orders x"),
      "data/orders.csv": "id,amount,note\n1,100,a\n2,20,b\n",
    });
    expect(await built(project)).toHaveLength(5);
    expect(await project.value("select total from marts.totals")).toBe(120);
  });

  it("is compared with what another environment takes over from production", async () => {
    const project = testProject(files);
    await project.build();
    project.write({
      [orders]: table("select o.id, o.amount, lower(o.note) as note from raw.orders o"),
    });
    const dev = { environment: "dev" };
    const made = await project.build({}, dev);
    expect([...made.built].sort()).toEqual(["marts.notes", "staging.orders", "staging.shown"]);
    expect(await project.plan({}, dev)).toEqual({});
    expect((await project.build()).built).toEqual([]);
  });

  it("of a table that is kept, in other words, keeps it", async () => {
    const kept = (sql: string) => ({
      "models/marts/kept.sql": `/* model\nkind: { type: incremental_by_key, key: id }\n*/\n${sql}`,
    });
    const project = testProject({ ...files, ...kept("select id, amount from staging.orders") });
    await project.build();
    project.write(kept("select s.id, s.amount from staging.orders as s"));
    expect(await built(project)).toEqual([]);
    project.write({ "data/orders.csv": "id,amount,note\n1,100,a\n3,20,b\n" });
    await project.build();
    expect(await project.value("select sum(amount)::int from marts.kept")).toBe(140);
    expect(await project.plan()).toEqual({});
  });

  it("of a description rebuilds nothing", async () => {
    const project = testProject(files);
    await project.build();
    project.write({
      [orders]: files[orders].replace("kind: table", "kind: table\ndescription: Orders."),
    });
    expect(await changes(project)).toEqual({ "staging.orders": "metadata" });
    expect(await built(project)).toEqual([]);
  });
});
