import { expect, it } from "vitest";
import { testProject } from "../../test/project.js";

const clock = "2024-01-03T00:00:00Z";
const files = (value: string, ...rows: readonly string[]) => ({
  "models/raw/e.seed.yaml": "file: data/e.csv\n",
  "data/e.csv": ["id,day,v", ...rows, ""].join("\n"),
  "models/m/days.sql": `/* model\nkind: { type: incremental_by_time, time: day, start: 2024-01-01 }\n*/\nselect id, day, ${value} as v from raw.e where day >= $start and day < $end`,
});
const [first, late] = ["1,2024-01-01,1", "2,2024-01-01,1"];

it("an environment goes on with its own table where production has begun one anew and neither has the late rows", async () => {
  const project = testProject(files("v", first));
  const idsIn = async (schema: string) => {
    const [row] = await project.rawRows(
      `select string_agg(id, ' ' order by id) as ids from ${schema}.days`,
    );
    return row?.["ids"];
  };
  await project.build({}, { clock });
  project.write(files("(v)", first, late));
  await project.build({}, { clock, environment: "dev" });
  await project.build({}, { clock });
  await project.build({ rebuild: true }, { clock });
  project.write(files("(v)", first, "2,2024-01-01,5"));
  await project.build({}, { clock });
  await project.build({}, { clock, environment: "dev" });
  expect([await idsIn("m"), await idsIn("m__dev")]).toEqual(["1 2", "1"]);
});
