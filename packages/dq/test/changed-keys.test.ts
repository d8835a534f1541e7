import { duckdb } from "@sluice/adapter-duckdb";
import { expect, it } from "vitest";
import { build, inFolder, type Folder } from "./project.js";

const csv = (...rows: readonly string[]) => ({
  "data/people.csv": ["id,part,plan", ...rows, ""].join("\n"),
});
const model = (kind: string, check: string) => ({
  "models/raw/people.seed.yaml": "file: data/people.csv\n",
  "models/marts/people.sql": `/* model\nkind: ${kind}\nchecks: [${check}]\n*/\nselect id, part, plan from raw.people`,
});
const first = ["1,a,free", "2,a,basic", "3,b,basic2"];

/** Does something to the table that no run of Sluice would. */
async function damage({ dir }: Folder, statement: (table: string) => string): Promise<void> {
  const warehouse = await duckdb({ path: "shop.duckdb" }).open({ projectDir: dir });
  for await (const row of warehouse.query(
    "select physical from _sluice.model_versions where model = 'marts.people'",
  ))
    await warehouse.execute(statement(`_sluice.${row["physical"] as string}`));
  await warehouse.close();
}

/** Status of each check of the model, of one more build. */
async function statuses({ open }: Folder): Promise<Readonly<Record<string, string>>> {
  const nodes = await open(build);
  const results = nodes.flatMap(({ name, checkResults }) =>
    name === "marts.people" ? checkResults : [],
  );
  return Object.fromEntries(results.map(({ check, status }) => [check, status]));
}

const snapshot = "{ type: snapshot, key: id }";
const overlap = (id: number) => (table: string) =>
  `insert into ${table} select * replace (valid_from - interval 1 day as valid_from) from ${table} where id = ${String(id)}`;

it("a history is checked where keys have changed, and nowhere else", async () => {
  await inFolder({ ...model(snapshot, ""), ...csv(...first) }, async (folder) => {
    const check = "non_overlapping(id: valid_from, valid_to)";
    expect(await statuses(folder)).toMatchObject({ [check]: "passed" });
    await damage(folder, overlap(1));
    folder.write(csv("1,a,free", "2,a,pro", "3,,free"));
    expect(await statuses(folder)).toMatchObject({ [check]: "passed" });
    const { results } = await folder.open((workspace) => workspace.check({}));
    expect(results.find((result) => result.check === check)?.status).toBe("failed");
    await damage(folder, overlap(2));
    folder.write(csv("1,a,free", "2,a,plus", "3,,free"));
    expect(await statuses(folder)).toMatchObject({ [check]: "failed" });
  });
});

const keyed = "{ type: incremental_by_key, key: [id, part] }";

it.each([
  // The rows of one key alone have a say.
  ["unique: [id, part]", "passed"],
  // Others have a say too.
  ["{ unique: { column: plan, where: plan = 'twice' } }", "failed"],
  ["{ unique: { columns: [id, part], window: all } }", "failed"],
  ['{ unique: { columns: [id, part], fail: "10%" } }', "failed"],
  [
    "{ unique: { columns: [id, part], where: id in (select id from raw.people) or true } }",
    "failed",
  ],
])("%s has %s where one key is broken and another changes", async (check, status) => {
  await inFolder({ ...model(keyed, check), ...csv(...first) }, async (folder) => {
    expect(Object.values(await statuses(folder))).toEqual(["passed"]);
    const again = (table: string) =>
      `insert into ${table} select id, part, 'twice' from ${table}, range(2) where id = 1`;
    await damage(folder, again);
    folder.write(csv("2,a,pro"));
    expect(Object.values(await statuses(folder))).toEqual([status]);
  });
});

it("a key with a null in it is looked at when it changes", async () => {
  const check = "{ unique: { columns: [id, part], on_null: fail } }";
  await inFolder({ ...model(keyed, check), ...csv("1,a,free") }, async (folder) => {
    expect(Object.values(await statuses(folder))).toEqual(["passed"]);
    folder.write(csv("3,,pro"));
    expect(Object.values(await statuses(folder))).toEqual(["failed"]);
  });
});
