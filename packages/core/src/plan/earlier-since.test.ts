import { expect, it } from "vitest";
import { testProject, type TestProject } from "../../test/project.js";

const files = (...rows: readonly string[]) => ({
  "models/raw/e.seed.yaml": "file: data/e.csv\n",
  "data/e.csv": ["id,changed,gone", ...rows, ""].join("\n"),
  "models/m/latest.sql":
    "/* model\nkind: { type: incremental_by_key, key: id, updated_at: changed, deletes: { column: gone } }\n*/\nselect id, changed, gone from raw.e where changed >= $since",
});

const clock = "2024-01-10T00:00:00Z";
const [first, late, latest] = ["1,2024-01-01,false", "2,2024-01-03,false", "3,2024-01-05,false"];

/** A table without the row that came after a later one. */
async function withLateRow(): Promise<TestProject> {
  const project = testProject(files(first, latest));
  await project.build({}, { clock });
  project.write(files(first, latest, late));
  await project.build({}, { clock });
  expect(await idsOf(project)).toBe("1 3");
  return project;
}

const idsOf = (project: TestProject) =>
  project.value("select string_agg(id, ' ' order by id) from m.latest");

it("an earlier $since by an earlier --now takes a late row in when an input changes, not before", async () => {
  const project = await withLateRow();
  await project.build({}, { now: "2024-01-04T00:00:00Z" });
  expect(await idsOf(project)).toBe("1 3");
  project.write(files(first, latest, late, "4,2024-01-03,false"));
  await project.build({}, { now: "2024-01-04T00:00:00Z" });
  expect(await idsOf(project)).toBe("1 2 3 4");
});

it("an earlier $since by a removed row takes a late row in when an input changes, not before", async () => {
  const project = await withLateRow();
  const removed = "3,2024-01-06,true";
  project.write(files(first, removed, late));
  for (const build of [1, 2]) {
    await project.build({}, { clock });
    expect([build, await idsOf(project)]).toEqual([build, "1"]);
  }
  project.write(files(first, removed, late, "4,2024-01-03,false"));
  await project.build({}, { clock });
  expect(await idsOf(project)).toBe("1 2 4");
});
