import { beforeAll, describe, expect, it } from "vitest";
import { duckdb } from "@sluice/adapter-duckdb";
import { failure, testProject, type TestProject } from "../../../test/project.js";
import type { EnvironmentDiff } from "../diff/environment-diff.js";
import { SqlStateStore } from "../../state/sql-state-store.js";
import { text } from "../../state/state-rows.js";
import type { DiffOptions } from "../../session/options.js";

const orders = (query: string, header = "columns:\n  order_id: { checks: [unique] }\n") =>
  `/* model\nkind: table\n${header}*/\n${query}`;

const files = {
  "models/raw/items.sql": "/* model\nkind: table\n*/\nselect 1 as item, 'x' as name",
  "models/marts/orders.sql": orders(
    "select * from (values (1, 'new', 10.0), (2, 'paid', 20.0), (3, 'paid', 30.0)) t(order_id, status, total)",
  ),
  "models/marts/old.sql": "/* model\nkind: table\n*/\nselect 7 as secret",
  "models/marts/tags.sql":
    "/* model\nkind: table\n*/\nselect * from (values ('a'), ('a'), ('b')) t(tag)",
  "models/marts/shape.sql": "/* model\nkind: view\n*/\nselect 1 as a, 2 as b",
};

/** Gives another environment what `prod` shows now, as a promotion to it does. */
async function copyEnvironment(project: TestProject, name: string): Promise<void> {
  await project.raw(async (runner) => {
    const { dialect } = duckdb({ path: "shop.duckdb" });
    const state = new SqlStateStore({ dialect, open: () => Promise.resolve(runner) });
    const { published } = await state.read("prod");
    const publish = [...published.values()].map((one) => ({
      ...one,
      schema: `${one.schema}__${name}`,
    }));
    const promotion = { publish, remove: [], runId: "r" };
    await state.commit([{ type: "promote", environment: name, promotion }]);
  });
}

/** `before` shows the first version of every model, `prod` the edited ones. */
async function twoEnvironments(
  edited: Readonly<Record<string, string>> = {},
): Promise<TestProject> {
  const project = testProject(files);
  await project.build();
  await copyEnvironment(project, "before");
  project.write(edited);
  await project.build();
  return project;
}

const edits = {
  "models/marts/orders.sql": orders(
    "select * from (values (2, 'paid', 20.0), (3, 'late', 30.0), (4, 'new', 40.0)) t(order_id, status, total)",
  ),
  "models/marts/tags.sql":
    "/* model\nkind: table\n*/\nselect * from (values ('a'), ('b'), ('b')) t(tag)",
  "models/marts/shape.sql": "/* model\nkind: view\n*/\nselect 1::bigint as a, 3 as c",
  "models/marts/fresh.sql": "/* model\nkind: table\n*/\nselect 1 as n",
};

function diff(
  project: TestProject,
  options: DiffOptions = {},
  readOnly = true,
): Promise<EnvironmentDiff> {
  return project.with((workspace) => workspace.diff("before", "prod", options), { readOnly });
}

const statuses = ({ models }: EnvironmentDiff) =>
  Object.fromEntries(models.map(({ name, status }) => [name, status]));
const only = ({ models }: EnvironmentDiff) => models[0]?.diff?.rows;

/** Read by several tests, changed by none. */
let shared: TestProject;
beforeAll(async () => {
  shared = await twoEnvironments(edits);
});

describe("diff of two environments", () => {
  it("compares each model once, and reads nothing of what they share", async () => {
    const project = await twoEnvironments(edits);
    project.remove("models/marts/old.sql");
    await project.build();
    const found = await diff(project);
    expect(found).toMatchObject({ a: "before", b: "prod", missing: [] });
    expect(statuses(found)).toEqual({
      "raw.items": "shared",
      "marts.fresh": "only_b",
      "marts.orders": "different",
      "marts.shape": "different",
      "marts.tags": "different",
      "marts.old": "only_a",
    });
    const of = (name: string) => found.models.find((model) => model.name === name)?.diff;
    expect(of("marts.orders")?.rows).toMatchObject({
      by: "key",
      key: { columns: ["order_id"], from: "check" },
      rowsA: 3,
      rowsB: 3,
      onlyA: 1,
      onlyB: 1,
      both: 2,
      changed: 1,
      columns: [
        { name: "status", matched: 1, sample: [{ key: { order_id: 3 }, a: "paid", b: "late" }] },
        { name: "total", matched: 2, sample: [] },
      ],
    });
    expect(of("marts.tags")?.rows).toMatchObject({ by: "row", both: 2, onlyA: 1, onlyB: 1 });
    expect(of("marts.shape")?.columns).toMatchObject({
      onlyA: [{ name: "b" }],
      onlyB: [{ name: "c" }],
      retyped: [{ name: "a", a: "INTEGER", b: "BIGINT" }],
    });
  });

  it("tells tables that were built apart and hold the same", async () => {
    const project = await twoEnvironments();
    await project.build({ force: true, select: ["orders"] });
    const found = await diff(project, { select: ["marts.orders", "items"] });
    expect(statuses(found)).toEqual({ "raw.items": "shared", "marts.orders": "identical" });
    expect(statuses(await diff(project, { select: ["orders"], schemaOnly: true }))).toEqual({
      "marts.orders": "same_columns",
    });
  });

  it("pairs rows by the columns asked for, and filters both sides", async () => {
    const project = shared;
    const by = await diff(project, { select: ["orders"], on: ["TOTAL"] });
    expect(only(by)).toMatchObject({ key: { columns: ["total"], from: "option" }, both: 2 });
    const where = "status <> 'late' and exists (select 1 from raw.items) -- a remark";
    const some = await diff(project, { select: ["orders"], where });
    expect(only(some)).toMatchObject({ rowsA: 3, rowsB: 2, both: 1, onlyA: 2, changed: 0 });
  });

  it("reads other models in a condition from the same environment", async () => {
    const project = shared;
    const where = "order_id in (select count(*) from marts.tags where tag = 'b')";
    const some = await diff(project, { select: ["orders"], where });
    expect(only(some)).toMatchObject({
      onlyASample: [{ order_id: 1 }],
      onlyBSample: [{ order_id: 2 }],
    });
  });

  it("masks personal data, and everything of a model that is gone", async () => {
    const pii = "columns:\n  order_id: { checks: [unique] }\n  status: { pii: true }\n";
    const query = "select * from (values (1, 'ada@example.org'), (2, 'bob')) t(order_id, status)";
    const project = await twoEnvironments({ "models/marts/orders.sql": orders(query, pii) });
    const found = await diff(project, { select: ["orders"] });
    expect(JSON.stringify(found.models)).not.toMatch(/ada@example|"new"|"paid"/);
    project.write({ "models/marts/old.sql": "/* model\nkind: table\n*/\nselect 8 as secret" });
    await project.build();
    await copyEnvironment(project, "prod2");
    project.remove("models/marts/old.sql");
    const gone = await project.with((workspace) =>
      workspace.diff("before", "prod2", { select: ["marts.old"], on: ["secret"] }),
    );
    expect(only(gone)).toMatchObject({
      onlyASample: [{ secret: "***" }],
      onlyBSample: [{ secret: "***" }],
    });
  });

  it("works beside other readers and writes nothing", async () => {
    const project = shared;
    const before = await project.rawRows(
      "select table_schema, table_name from information_schema.tables order by all",
    );
    await project.with(
      async (reader) => {
        await reader.history();
        expect(statuses(await diff(project, { select: ["orders"] }))).toEqual({
          "marts.orders": "different",
        });
      },
      { readOnly: true },
    );
    expect(
      await project.rawRows(
        "select table_schema, table_name from information_schema.tables order by all",
      ),
    ).toEqual(before);
  });

  it("goes on where a model cannot be compared", async () => {
    const project = shared;
    const found = await diff(project, { where: "order_id > 1", exclude: ["old"] });
    expect(statuses(found)).toMatchObject({ "marts.orders": "different", "marts.tags": "error" });
    const broken = found.models.find(({ status }) => status === "error");
    expect(broken?.error).toMatchObject({ code: "SQL.BIND", where: { model: "marts.shape" } });
    expect(broken?.error?.where?.line).toBeUndefined();
  });

  it("says when a recorded table is gone", async () => {
    const project = await twoEnvironments(edits);
    const [row] = await project.rawRows(
      "select physical from _sluice.environments where environment = 'before' and model = 'marts.tags'",
    );
    await project.execute(`drop table _sluice."${text(row ?? {}, "physical")}"`);
    const found = await diff(project, { select: ["tags"] });
    expect(found.models).toMatchObject([{ status: "error", error: { code: "STATE.NOT_BUILT" } }]);
  });

  it("tells how far it is", async () => {
    const project = shared;
    const seen: string[] = [];
    await diff(project, {
      schemaOnly: true,
      onProgress: ({ name, position, total }) =>
        seen.push(`${String(position)}/${String(total)} ${name}`),
    });
    expect(seen[0]).toMatch(/^1\/6 /);
    expect(seen).toHaveLength(6);
  });
});

describe("what cannot be compared", () => {
  it("an unknown environment, with those there are", async () => {
    const project = shared;
    const error = await failure(project.with((workspace) => workspace.diff("befor", "prod")));
    expect(error).toMatchObject({
      code: "STATE.UNKNOWN_ENVIRONMENT",
      hints: ["Did you mean `before`?", "It has `before`, `prod`."],
    });
  });

  it("a warehouse in which nothing was built", async () => {
    const error = await failure(diff(testProject(files), {}, false));
    expect(error.code).toBe("STATE.UNKNOWN_ENVIRONMENT");
    expect(error.hints).toEqual(["Nothing has been built in it yet: run `sluice build`."]);
  });

  it("a selection of nothing, and selected models nobody built", async () => {
    const project = await twoEnvironments();
    expect((await failure(diff(project, { select: ["ordres"] }))).code).toBe("CLI.SELECTION_EMPTY");
    project.write({ "models/marts/later.sql": "select 1 as n" });
    expect(await diff(project, { select: ["later"] })).toMatchObject({
      models: [],
      missing: ["marts.later"],
    });
    expect((await diff(project)).missing).toEqual([]);
  });

  it("a condition that is none", async () => {
    const project = shared;
    expect((await failure(diff(project, { where: "total >" }))).code).toBe("SQL.SYNTAX");
    expect((await failure(diff(project, { where: "true); drop table x; select (1" }))).code).toBe(
      "SQL.NOT_READ_ONLY",
    );
    expect((await failure(diff(project, { where: "total > $nope" }))).code).toBe(
      "REF.PARAMETER_UNKNOWN",
    );
  });
});

describe("an environment of its own", () => {
  it("shares what was not edited, and differs in what was and what reads it", async () => {
    const project = testProject({
      ...files,
      "models/marts/totals.sql":
        "/* model\nkind: { type: incremental_by_key, key: status }\n*/\nselect status, sum(total) as total from marts.orders group by status",
    });
    await project.build();
    project.write({ "models/marts/orders.sql": edits["models/marts/orders.sql"] });
    await project.build({}, { environment: "dev" });
    const found = await project.with((workspace) => workspace.diff("dev", "prod"), {
      readOnly: true,
    });
    expect(statuses(found)).toEqual({
      "raw.items": "shared",
      "marts.old": "shared",
      "marts.orders": "different",
      "marts.shape": "shared",
      "marts.tags": "shared",
      "marts.totals": "different",
    });
    const totals = found.models.find(({ name }) => name === "marts.totals")?.diff?.rows;
    expect(totals).toMatchObject({
      key: { columns: ["status"], from: "kind" },
      onlyA: 1,
      onlyB: 0,
      both: 2,
      changed: 2,
    });
  });
});
