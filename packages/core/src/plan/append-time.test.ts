import { expect, it } from "vitest";
import { bundleWorker } from "../../test/process/bundle.js";
import { startWorker } from "../../test/process/run-worker.js";
import { testProject, type TestProject } from "../../test/project.js";

const clock = "2024-01-02T00:00:00Z";
const kinds = { timed: "{ type: append, time: ts }", timeless: "append" } as const;
type Form = keyof typeof kinds;

const files = (form: Form, ...hours: readonly number[]) => ({
  "models/raw/e.seed.yaml": "file: data/e.csv\n",
  "data/e.csv": `id,ts\n${hours.map((hour) => `${hour},2024-01-01 0${hour}:00:00\n`).join("")}`,
  "models/stg/e.sql": "select id, ts from raw.e",
  "models/m/log.sql": `/* model\nkind: ${kinds[form]}\n*/\nselect id, ts from stg.e`,
});

/** A project with one row in an append table, and then another row and another form of the table. */
async function edited(before: Form, after: Form): Promise<TestProject> {
  const project = testProject(files(before, 1));
  await project.build({}, { clock });
  project.write(files(after, 1, 2));
  return project;
}

const rowsOf = (project: TestProject) =>
  project.value("select string_agg(id, ' ' order by id) from m.log");

/** An append without a time adds all rows where the data changed, one with a time the later ones. */
const forms: readonly (readonly [Form, Form, string])[] = [
  ["timed", "timeless", "1 1 2"],
  ["timeless", "timed", "1 2"],
  ["timeless", "timeless", "1 1 2"],
];

it.each(forms)(
  "an append that becomes %s to %s adds its rows once where a build dies before it publishes",
  async (before, after, found) => {
    const project = await edited(before, after);
    const { dir } = project;
    const { ended } = startWorker(await bundleWorker(), { dir, clock, failpoint: "promote.views" });
    expect((await ended).killed).toBe(true);
    await project.build({}, { clock });
    expect(await rowsOf(project)).toBe(found);
    expect(await project.plan({}, { clock })).toEqual({});
  },
);

it.each(forms)(
  "an append that becomes %s to %s in another environment adds its rows once",
  async (before, after, found) => {
    const project = await edited(before, after);
    await project.build({}, { clock, environment: "dev" });
    await project.build({}, { clock });
    expect(await rowsOf(project)).toBe(found);
    expect(await project.plan({}, { clock })).toEqual({});
  },
);

it.each(forms)(
  "an append that becomes %s to %s without new rows adds none, though another environment has the edit first",
  async (before, after) => {
    const project = await edited(before, before);
    await project.build({}, { clock });
    const rows = await rowsOf(project);
    project.write(files(after, 1, 2));
    await project.build({}, { clock, environment: "dev" });
    await project.build({}, { clock });
    expect(await rowsOf(project)).toBe(rows);
    expect(await project.plan({}, { clock })).toEqual({});
  },
);
