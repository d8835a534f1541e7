import { expect, it } from "vitest";
import { testProject } from "../../test/project.js";

const table = (kind: string, sql: string) => `/* model\nkind: ${kind}\n*/\n${sql}`;
const files = (factor: number) => ({
  "models/m/up.sql": `/* model\nkind: table\n*/\nselect 1 as id, date '2024-01-01' as day, 5 * ${String(factor)} as v`,
  "models/m/by_time.sql": table(
    "{ type: incremental_by_time, time: day, start: 2024-01-01 }",
    "select day, v from m.up where day >= $start and day < $end",
  ),
  "models/m/by_key.sql": table("{ type: incremental_by_key, key: id }", "select id, v from m.up"),
  "models/m/history.sql": table("{ type: snapshot, key: id }", "select id, v from m.up"),
});
const clock = "2024-01-03T00:00:00Z";

it("an edit above that was published without its incremental readers reaches them in the next build", async () => {
  const project = testProject(files(1));
  await project.build({}, { clock });
  project.write(files(2));
  expect((await project.build({ select: ["m.up"] }, { clock })).built).toEqual(["m.up"]);
  const readers = ["m.by_time", "m.by_key", "m.history"];
  const values = async () => {
    const found = [];
    for (const name of readers) found.push(await project.value(`select max(v)::int from ${name}`));
    return found;
  };
  expect(await values()).toEqual([5, 5, 5]);
  expect(Object.keys(await project.plan({}, { clock })).sort()).toEqual([...readers].sort());
  await project.build({}, { clock });
  expect(await values()).toEqual([10, 10, 10]);
});
