import { expect, it } from "vitest";
import { testProject, type TestProject } from "../../../test/project.js";

const customers = (name: string, status: string) =>
  `/* model\nkind: table\n*/\nselect 1 as id, ${name} as name, ${status} as status`;

const files = {
  "models/staging/customers.sql": customers("'Ada'", "'new'"),
  "models/marts/history.sql":
    "/* model\nkind: { type: snapshot, key: id, hard_deletes: new_record }\n*/\n" +
    "select id, status from staging.customers",
  "models/marts/versions.sql":
    "/* model\nkind: table\n*/\nselect count(*) as versions from marts.history",
};

it("what a history reads is certain, and so is what it does not read", async () => {
  const project = testProject(files);
  const lineage = await project.with((workspace) => workspace.columnLineage());
  expect(lineage.filter(({ model }) => model === "marts.history")).toEqual([
    {
      model: "marts.history",
      column: "id",
      certain: true,
      inputs: [{ model: "staging.customers", column: "id" }],
    },
    {
      model: "marts.history",
      column: "status",
      certain: true,
      inputs: [{ model: "staging.customers", column: "status" }],
    },
    // The run dates its versions.
    ...["valid_from", "valid_to", "is_deleted"].map((column) => ({
      model: "marts.history",
      column,
      certain: true,
      inputs: [],
    })),
  ]);
});

it("a history that a column dates has its times from there", async () => {
  const project = testProject({
    ...files,
    "models/staging/customers.sql": `${customers("'Ada'", "'new'")}, date '2026-01-01' as seen`,
    "models/marts/history.sql":
      "/* model\nkind: { type: snapshot, key: id, updated_at: Changed }\n*/\n" +
      "select id, status, seen as changed from staging.customers",
  });
  const lineage = await project.with((workspace) => workspace.columnLineage());
  const times = lineage.filter(({ column }) => column.startsWith("valid_"));
  expect(times.map(({ column, inputs }) => [column, inputs])).toEqual([
    ["valid_from", [{ model: "staging.customers", column: "seen" }]],
    ["valid_to", [{ model: "staging.customers", column: "seen" }]],
  ]);
});

it("a column that a history does not read may change: it goes on in its table", async () => {
  const project = testProject(files);
  await project.build();
  const [before] = await historyOf(project);
  project.write({ "models/staging/customers.sql": customers("upper('Ada')", "'new'") });
  const [after, plan] = await historyOf(project);
  expect(plan).toMatchObject({ action: "reuse", adopts: expect.any(String) as string });
  expect(await changedModels(project)).toEqual(["staging.customers"]);
  expect(after).toBe(before);
  const { nodes } = await project.build();
  expect(nodes["staging.customers"]?.status).toBe("built");
  expect(await project.rows("select versions from marts.versions")).toEqual([{ versions: 1n }]);
});

it("a column that a history reads gives its rows another version, and its readers other rows", async () => {
  const project = testProject(files);
  await project.build();
  const [before] = await historyOf(project);
  project.write({ "models/staging/customers.sql": customers("'Ada'", "'old'") });
  const [after, plan] = await historyOf(project);
  // It counts rows and reads no column.
  expect(await changedModels(project)).toContain("marts.versions");
  expect(plan).toMatchObject({ action: "copy", copy: { from: before } });
  expect(after).not.toBe(before);
  const { nodes } = await project.build();
  expect(nodes["marts.versions"]?.status).toBe("built");
  expect(await project.rows("select versions from marts.versions")).toEqual([{ versions: 2n }]);
});

it("another query of a history gives it other rows, whichever columns it has", async () => {
  const project = testProject(files);
  await project.build();
  const [before] = await historyOf(project);
  const edited = files["models/marts/history.sql"].replace("status", "upper(status) as status");
  project.write({ "models/marts/history.sql": edited });
  expect(await changedModels(project)).toEqual(["marts.history", "marts.versions"]);
  const [, plan] = await historyOf(project);
  expect(plan).toMatchObject({ action: "copy", copy: { from: before } });
  await project.build();
  expect(await project.rows("select versions from marts.versions")).toEqual([{ versions: 2n }]);
});

/** The table of the history as it is planned, with the plan of it. */
async function historyOf(project: TestProject) {
  const { nodes } = await project.with((workspace) => workspace.plan());
  const node = nodes.find(({ name }) => name === "marts.history");
  return [node?.physical, node] as const;
}

async function changedModels(project: TestProject) {
  const { changes } = await project.with((workspace) => workspace.plan());
  return changes.map(({ name }) => name).sort();
}
