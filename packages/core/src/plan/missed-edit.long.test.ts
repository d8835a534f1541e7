import { describe, expect, it } from "vitest";
import { testProject, type TestProject } from "../../test/project.js";

const model = (kind: string, sql: string) => `/* model\nkind: ${kind}\n*/\n${sql}`;
const between = "day >= $start and day < $end";
const readers = ["m.by_time", "m.by_key", "m.history"];

/** An edited table or view, a model between it and the readers, and readers of the kinds that compute rows again. */
function files(value: string, { up = "table", inner = "view" } = {}) {
  return {
    "models/raw/e.seed.yaml": "file: data/e.csv\n",
    "data/e.csv": "id,day,v\n1,2024-01-01,5\n",
    "models/m/up.sql": model(up, `select id, day, ${value} as v from raw.e`),
    "models/m/inner.sql": model(inner, "select id, day, v from m.up"),
    "models/m/by_time.sql": model(
      "{ type: incremental_by_time, time: day, start: 2024-01-01 }",
      `select day, v from m.inner where ${between}`,
    ),
    "models/m/by_key.sql": model(
      "{ type: incremental_by_key, key: id }",
      "select id, v from m.inner",
    ),
    "models/m/history.sql": model("{ type: snapshot, key: id }", "select id, v from m.inner"),
  };
}
const clock = "2024-01-03T00:00:00Z";

async function values(project: TestProject) {
  const found = [];
  for (const name of readers) found.push(await project.value(`select max(v)::int from ${name}`));
  return found;
}

async function built(value: string, kinds = {}) {
  const project = testProject(files(value, kinds));
  await project.build({}, { clock });
  return project;
}

const kinds = [
  { up: "table", inner: "view" },
  { up: "table", inner: "ephemeral" },
  { up: "view", inner: "table" },
  { up: "view", inner: "ephemeral" },
  { up: "{ type: incremental_by_key, key: id }", inner: "view" },
  { up: "ephemeral", inner: "table" },
];
describe.each(kinds)(
  "an edit of a $up under a $inner that was published without its readers",
  (of) => {
    const edited = of.up === "ephemeral" ? "m.inner" : "m.up";

    it("reaches them in the next build", async () => {
      const project = await built("v", of);
      project.write(files("v * 2", of));
      await project.build({ select: [edited] }, { clock });
      expect(await values(project)).toEqual([5, 5, 5]);
      expect(await project.plan({}, { clock })).toMatchObject(
        Object.fromEntries(readers.map((name) => [name, "parent changed"])),
      );
      await project.build({}, { clock });
      expect(await values(project)).toEqual([10, 10, 10]);
      expect(await project.plan({}, { clock })).toEqual({});
    });

    it("reaches them with an edit without effect that follows", async () => {
      const project = await built("v", of);
      project.write(files("v * 2", of));
      await project.build({ select: [edited] }, { clock });
      project.write(files("(v) * 2", of));
      await project.build({}, { clock });
      expect(await values(project)).toEqual([10, 10, 10]);
      expect(await project.plan({}, { clock })).toEqual({});
    });

    it("leaves them as they are where it is taken back first", async () => {
      const project = await built("v", of);
      project.write(files("v * 2", of));
      await project.build({ select: [edited] }, { clock });
      project.write({ ...files("(v)", of), "data/e.csv": "id,day,v\n2,2024-01-02,1\n" });
      await project.build({}, { clock });
      expect(await values(project)).toEqual([5, 5, 5]);
    });

    it("reaches the time that a restatement between did not compute", async () => {
      const rows = { "data/e.csv": "id,day,v\n1,2024-01-01,5\n2,2024-01-02,1\n" };
      const project = testProject({ ...files("v", of), ...rows });
      await project.build({}, { clock });
      project.write({ ...files("v * 2", of), ...rows });
      await project.build({ select: [edited] }, { clock });
      const restate = { start: "2024-01-02", end: "2024-01-03" };
      await project.build({ select: ["m.by_time"], restate }, { clock });
      project.write({ ...files("(v) * 2", of), ...rows });
      await project.build({}, { clock });
      expect(await values(project)).toEqual([10, 10, 10]);
    });
  },
);

it("edits above without effect, published one by one without the readers, compute no time again", async () => {
  const project = await built("v");
  project.write({ ...files("(v)"), "data/e.csv": "id,day,v\n2,2024-01-02,1\n" });
  await project.build({ select: ["m.up", "m.inner"] }, { clock });
  project.write({ ...files("((v))"), "data/e.csv": "id,day,v\n2,2024-01-02,1\n" });
  await project.build({}, { clock });
  expect(await values(project)).toEqual([5, 5, 5]);
});

it("an edit above reaches time that is not over at an earlier `--now` in the first build from then on", async () => {
  const rows = { "data/e.csv": "id,day,v\n1,2024-01-01,5\n2,2024-01-02,6\n" };
  const project = testProject({ ...files("v"), ...rows });
  await project.build({}, { now: "2024-01-03" });
  project.write({ ...files("v * 2"), ...rows });
  await project.build({}, { now: "2024-01-02" });
  const found = "select string_agg(v::int::text, ' ' order by day) from m.by_time";
  expect(await project.value(found)).toBe("10 6");
  await project.build({}, { now: "2024-01-03" });
  expect(await project.value(found)).toBe("10 12");
});
