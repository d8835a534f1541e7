import { describe, expect, it } from "vitest";
import { testProject } from "../../test/project.js";

const table = (query: string) => `/* model\nkind: table\n*/\n${query}`;
const view = (query: string) => `/* model\nkind: view\n*/\n${query}`;
const source = (type: string, file = "data/s.csv") =>
  `file: ${file}\ncolumns:\n  v: { type: "${type}" }\n`;

const snapshot = "/* model\nkind: { type: snapshot, key: v }\n*/\nselect v from raw.second";

/** One file that is a number for one source and a date for the other; the second does not read it. */
const shared = {
  "models/raw/first.source.yaml": source("varchar"),
  "models/raw/second.source.yaml": source("date"),
  "data/s.csv": "v\n2024-01-31\nx\n",
};

describe("a value that one of several readers of a file refuses", () => {
  it.each([
    ["a table", { "models/a/m.sql": table("select v from raw.second") }],
    [
      "a table over a view",
      {
        "models/a/v.sql": view("select v from raw.second"),
        "models/a/m.sql": table("select v from a.v"),
      },
    ],
    [
      "a table over an ephemeral model",
      {
        "models/a/e.sql": "/* model\nkind: ephemeral\n*/\nselect v from raw.second",
        "models/a/m.sql": table("select v from a.e"),
      },
    ],
    [
      "a table of both sources",
      {
        "models/a/m.sql": table(
          "select f.v from raw.first as f join raw.second as s on f.v = s.v::varchar",
        ),
      },
    ],
    [
      "a table of a third source too",
      {
        "models/raw/third.source.yaml": source("varchar"),
        "models/a/m.sql": table(
          "select t.v from raw.third as t join raw.second as s on t.v = s.v::varchar",
        ),
      },
    ],
    [
      "a model by key",
      {
        "models/a/m.sql":
          "/* model\nkind: { type: incremental_by_key, key: v }\n*/\nselect v from raw.second",
      },
    ],
    [
      "a model by time",
      {
        "models/a/m.sql":
          "/* model\nkind: { type: incremental_by_time, time: v, grain: day, start: 2024-01-30 }\n*/\nselect v from raw.second where v >= $start and v < $end",
      },
    ],
    ["a snapshot", { "models/a/m.sql": snapshot }],
    [
      "a source of several files",
      {
        "models/raw/second.source.yaml": source("date", "data/*.csv"),
        "models/a/m.sql": table("select v from raw.second"),
      },
    ],
  ])("is explained by its own declaration: %s", async (_, files) => {
    const { nodes } = await testProject({ ...shared, ...files }).build({}, { now: "2024-02-02" });
    expect(nodes["a.m"]?.error).toMatchObject({ code: "SOURCE.VALUE" });
    expect(nodes["a.m"]?.error?.message).toBe(
      'A value of raw.second is not of its declared type: s.csv, line 3, `v`: "x" is no date.',
    );
    expect(nodes["a.m"]?.error?.where).toEqual({
      file: "models/raw/second.source.yaml",
      model: "raw.second",
    });
  });

  it("is explained by the seed that failed where a source reads the same file", async () => {
    const { nodes } = await testProject({
      "models/raw/first.source.yaml": source("varchar"),
      "models/raw/one.seed.yaml": source("varchar"),
      "models/raw/two.seed.yaml": source("bigint"),
      "data/s.csv": "v\n1\nx\n",
      "models/a/m.sql": table("select v from raw.first"),
    }).build();
    expect(nodes["raw.two"]?.error?.message).toContain("A value of raw.two is not");
    expect(nodes["raw.one"]?.status).toBe("built");
    expect(nodes["a.m"]?.status).toBe("built");
  });
});
