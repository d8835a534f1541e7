import { expect, test } from "vitest";
import { config, makeProject, normal } from "../support/sluice.js";

const feed = {
  "sluice.config.ts": config,
  "data/f.csv": "id,ts\n1,2024-01-01 10:00:00\n",
  "models/raw/f.seed.yaml":
    "file: data/f.csv\ncolumns:\n  ts: { type: timestamp, checks: [ { freshness: { error_after: 1h } } ] }\n",
  "models/raw/s.source.yaml":
    "file: data/f.csv\ncolumns:\n  ts: { type: timestamp, checks: [ { freshness: { warn_after: 1h, error_after: 3d } } ] }\n",
  "models/marts/t.sql":
    '/* model\ncron: "@hourly"\n*/\nselect f.id from raw.f join raw.s on f.id = s.id\n',
};
const fresh = ["--now", "2024-01-01T10:30:00Z"];
const late = ["--now", "2024-01-03T00:00:00Z"];

test("a feed that is late fails a build that builds nothing, with exit 4", async () => {
  const project = await makeProject(feed);
  expect((await project.run(["build", ...fresh])).code).toBe(0);
  const ran = await project.run(["build", ...late]);
  expect(ran.code).toBe(4);
  expect(normal(ran.stderr)).toMatchInlineSnapshot(`
    "    reused    raw.s             source <time>  1 check  1 warn
    1/1 failed    raw.f             seed <time>  1 check  1 failed

    warned  raw.s  freshness(ts)
      expected at most 1h old (warn), at most 3d old, observed 1d 14h
      newest value is <at>, 1d 14h old

    error RUN.CHECK_FAILED  models/raw/f.seed.yaml (raw.f)
      raw.f: freshness(ts) failed at the time of this run.
      why:  Nothing of it was built, and readers see what they saw before.
      next: Find out why no newer data came; the check runs again at every build.

    failed  raw.f  freshness(ts)
      expected at most 1h old, observed 1d 14h
      newest value is <at>, 1d 14h old

    Failed after <time>: 1 reused, 1 failed.
    Nothing was published: readers of prod see what they saw before.
    "
  `);
  const { document, code } = await project.json("build", late);
  expect(code).toBe(4);
  expect(document.ok).toBe(false);
  expect(document.nodes.map(({ name, status, kind }) => [name, kind, status])).toEqual([
    ["raw.s", "source", "reused"],
    ["raw.f", "seed", "failed"],
    ["marts.t", "table", "reused"],
  ]);
  const history = await project.json("history", [document.run_id]);
  expect(history.document.nodes.find(({ name }) => name === "raw.f")).toMatchObject({
    status: "failed",
    check_results: [{ check: "freshness(ts)", status: "failed" }],
  });
  expect((await project.run(["check", ...late])).code).toBe(4);
  expect((await project.run(["run", "--now", "2024-01-03T02:00:00Z"])).code).toBe(4);
  expect((await project.run(["build", ...fresh])).code).toBe(0);
}, 60_000);

test("a table that reads the clock is built at every build, and validate names the functions once", async () => {
  const project = await makeProject({
    "sluice.config.ts": config,
    "models/marts/clock.sql": "select now() as t, current_date as day, random() as r\n",
  });
  const { stderr, code } = await project.run(["validate"]);
  expect(code).toBe(0);
  expect(normal(stderr)).toMatchInlineSnapshot(`
    "warning MODEL.NOT_DETERMINISTIC  models/marts/clock.sql:1:8 (marts.clock)
      marts.clock is built again at every build: it calls \`now()\`, \`current_date\` and \`random()\`.
        1 | select now() as t, current_date as day, random() as r
                   ^
      why:  A value that differs from run to run says nothing about whether the table is up to date.
      next: Use \`$now\`, the run's time (\`cast($now as date)\` for today): the table is then built again once a day.
      next: Derive the value from the row, such as \`md5(id)\`, or make the model a view.

    Valid: 1 model in <time>.
    "
  `);
  expect((await project.run(["build"])).code).toBe(0);
  expect(normal((await project.run(["build", "--verbose"])).stderr)).toContain("reads the clock");
  const { stdout } = await project.run(["plan", "--explain"]);
  expect(stdout).toContain("it reads the clock, and time has moved on");
}, 60_000);
