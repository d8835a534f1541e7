import { describe, expect, it } from "vitest";
import { addKind } from "../../src/kinds/all-kinds.js";
import { failure, findings, testProject } from "../project.js";
import { latestN } from "./latest-n.js";
import { yearly } from "./yearly.js";

// As an extension would: before a project is loaded.
addKind(latestN);
addKind(yearly);

const model = (kind: string, sql: string) => `/* model\nkind: ${kind}\n*/\n${sql}`;
const events = (...days: readonly number[]) =>
  `day,n\n${days.map((day) => `2024-01-0${String(day)},${String(day)}`).join("\n")}\n`;

/** Rows of a seed, of which a model of the kind `latest_n` keeps the newest. */
const files = (options = "rows: 2, time: day", where = "where day > $since") => ({
  "models/raw/events.seed.yaml": "file: data/events.csv\ncolumns: { day: { type: date } }\n",
  "data/events.csv": events(1, 2, 3),
  "models/marts/newest.sql": model(
    `{ type: latest_n, ${options} }`,
    `select day, n from raw.events ${where}`,
  ),
});

const newest = "select string_agg(n, ' ' order by n) as ns from marts.newest";

describe("a kind that is added in a test", () => {
  it("is known to headers, with its options", async () => {
    expect(await findings(testProject(files()))).toEqual([]);
    const [wrong] = await findings(testProject(files("rows: 0, time: day")));
    expect(wrong).toMatchObject({ code: "MODEL.HEADER_INVALID", where: { line: 2 } });
    expect(wrong?.message).toBe("`kind.rows`: expected at least 1.");
    const [missing] = await findings(testProject(files("rows: 2")));
    expect(missing?.message).toBe("`kind.time` is missing.");
    const [unknown] = await findings(testProject(files("rows: 2, time: day, row: 1")));
    expect(unknown?.message).toBe("`kind.row` is not a known key of latest_n.");
    expect(unknown?.hints).toEqual(["Did you mean `rows`?"]);
  });

  it("is named where a header names no kind, and its keys are hints in others", async () => {
    const at = (kind: string) =>
      findings(testProject({ "models/marts/m.sql": model(kind, "select 1 as id") }));
    const [near] = await at("latest");
    expect(near?.message).toContain('"snapshot" | "latest_n" | "yearly"');
    const [key] = await at("{ type: table, rows: 1 }");
    expect(key?.hints[0]).toContain("`rows` is a key of latest_n.");
  });

  it("is named where another kind uses its run parameters", async () => {
    const [found] = await findings(
      testProject({ "models/marts/m.sql": "select 1 as id where $start is null" }),
    );
    expect(found?.message).toBe(
      "`$start` is known in models of kind incremental_by_time and yearly; this one is view.",
    );
    const [since] = await findings(
      testProject({ "models/marts/m.sql": "select 1 as id where $since is null" }),
    );
    expect(since?.message).toBe(
      "`$since` is known in models of kind incremental_by_key with `updated_at` and append with `time` and latest_n.",
    );
  });

  it("judges its options by the columns of the query", async () => {
    const [found] = await findings(testProject(files("rows: 2, time: dya", "")));
    expect(found).toMatchObject({
      code: "MODEL.INVALID",
      message: "marts.newest: the query gives no column `dya`, its `time`.",
      hints: ["Did you mean `day`?"],
    });
  });

  it("is known to definitions in TypeScript", async () => {
    const project = testProject({
      ...files(),
      "models/marts/newest.sql": "select 1 as id",
      "models/marts/newest2.ts": `const { defineModel, sql } = globalThis.sluice;
export default defineModel({
  kind: { type: "latest_n", rows: 1, time: "day" },
  refs: { events: "raw.events" },
  sql: ({ events }) => sql\`select day, n from \${events}\`,
});`,
    });
    expect((await project.build()).summary.ok).toBe(true);
    expect(await project.rows("select n::int as n from marts.newest2")).toEqual([{ n: 3 }]);
  });

  it("is built, does nothing where nothing changed, and takes in new rows", async () => {
    const project = testProject(files());
    expect(await project.plan()).toEqual({ "marts.newest": "new", "raw.events": "new" });
    const first = await project.build();
    expect(first.nodes["marts.newest"]).toMatchObject({ status: "built", reason: "new" });
    expect(await project.value(newest)).toBe("2 3");
    expect(await project.plan()).toEqual({});
    expect((await project.build()).nodes["marts.newest"]?.status).toBe("reused");

    project.write({ "data/events.csv": events(1, 2, 3, 4) });
    expect(await project.plan()).toEqual({
      "marts.newest": "parent changed",
      "raw.events": "data changed",
    });
    const second = await project.build();
    expect(second.nodes["marts.newest"]).toMatchObject({ status: "built", rows: 2 });
    expect(second.nodes["marts.newest"]?.physical).toBe(first.nodes["marts.newest"]?.physical);
    expect(await project.value(newest)).toBe("3 4");
    expect(await project.plan()).toEqual({});
  });

  it("refuses rows by its guards", async () => {
    const project = testProject({ ...files(), "data/events.csv": "day,n\n,1\n" });
    project.write({
      "models/marts/newest.sql": model(
        "{ type: latest_n, rows: 2, time: day }",
        "select day, n from raw.events",
      ),
    });
    const { nodes } = await project.build();
    expect(nodes["marts.newest"]).toMatchObject({
      status: "failed",
      error: {
        code: "RUN.TIME_NULL",
        where: { file: "models/marts/newest.sql", model: "marts.newest" },
      },
    });
  });

  it("begins anew after an edit of an option that decides rows", async () => {
    const project = testProject(files());
    await project.build();
    project.write(files("rows: 3, time: day"));
    const plan = await project.with((workspace) => workspace.plan());
    const node = plan.nodes.find(({ name }) => name === "marts.newest");
    expect(node).toMatchObject({
      kind: "latest_n",
      action: "create",
      reason: "definition changed",
      update: {
        destructive: ["begins anew: those of its 2 rows that its inputs no longer give are lost"],
      },
    });
    await project.build();
    expect(await project.value(newest)).toBe("1 2 3");
    expect(await project.plan()).toEqual({});
  });

  it("takes in an edit of its columns", async () => {
    const project = testProject(files());
    await project.build();
    project.write({
      "models/marts/newest.sql": model(
        "{ type: latest_n, rows: 2, time: day }",
        "select day, n, n * 10 as tens from raw.events where day > $since",
      ),
    });
    await project.build({ forwardOnly: true });
    project.write({ "data/events.csv": events(1, 2, 3, 4) });
    await project.build();
    expect(
      await project.rows("select n::int as n, tens::int as tens from marts.newest order by n"),
    ).toEqual([
      { n: 3, tens: null },
      { n: 4, tens: 40 },
    ]);
  });

  it("is filled interval by interval where it says so", async () => {
    const project = testProject({
      "models/raw/events.seed.yaml": "file: data/events.csv\ncolumns: { day: { type: date } }\n",
      "data/events.csv": "day,n\n2022-05-01,1\n2023-05-01,2\n",
      "models/marts/years.sql": model(
        "{ type: yearly, day: day, from: 2022-01-01 }",
        "select day, n from raw.events where day >= $start and day < $end",
      ),
    });
    const at = (clock: string) => ({ clock });
    const years = "select string_agg(n, ' ' order by n) as ns from marts.years";
    await project.build({}, at("2023-06-01T00:00:00Z"));
    expect(await project.value(years)).toBe("1");
    expect(await project.plan({}, at("2023-07-01T00:00:00Z"))).toEqual({});
    expect(await project.plan({}, at("2024-01-01T00:00:00Z"))).toEqual({
      "marts.years": "intervals missing",
    });
    await project.build({}, at("2024-01-01T00:00:00Z"));
    expect(await project.value(years)).toBe("1 2");
  });
});

describe("the name of a kind", () => {
  it("is given once", async () => {
    const error = await failure(
      Promise.resolve().then(() => {
        addKind(latestN);
      }),
    );
    expect(error.message).toBe("There is a kind `latest_n` already.");
  });
});
