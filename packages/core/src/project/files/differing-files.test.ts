import { describe, expect, it } from "vitest";
import { findings, testProject, type TestProject } from "../../../test/project.js";

const found = async (project: TestProject) =>
  (await findings(project)).map(({ code, message }) => `${code} ${message}`);

describe("Parquet files of one relation", () => {
  async function parquet(first: string, second: string, columns = ""): Promise<TestProject> {
    const project = testProject({
      "models/raw/p.seed.yaml": `file: p*.parquet\n${columns}`,
      "models/raw/p_source.source.yaml": `name: raw.q\nfile: p*.parquet\n${columns}`,
      "models/a/reader.sql": "select * from raw.q",
    });
    for (const [i, sql] of [first, second].entries()) {
      const file = `${project.dir}/p${String(i)}.parquet`;
      await project.execute(`copy (select ${sql} as d) to '${file}' (format parquet)`);
    }
    return project;
  }

  it.each([
    ["a double and a bigint", "1.5::double", "9007199254740993::bigint"],
    ["a float and an integer", "0.1::float", "16777217::integer"],
  ])("are refused where no type holds both: %s", async (_, first, second) => {
    for (const columns of ["", 'columns:\n  d: { type: "decimal(20,2)" }\n']) {
      const all = await found(await parquet(first, second, columns));
      expect(all).toHaveLength(2);
      for (const one of all) expect(one).toMatch(/^SOURCE.INEXACT p\d.parquet: the column `d` is /);
    }
  });

  it.each([
    ["of one type", "1::bigint", "9007199254740993::bigint", 9007199254740994n],
    [
      "of types of which one holds the other",
      "1::integer",
      "9007199254740992::bigint",
      9007199254740993n,
    ],
  ])("are read exactly: %s", async (_, first, second, sum) => {
    const project = await parquet(first, second);
    await project.build();
    expect(await project.value("select sum(d)::bigint as d from a.reader")).toBe(sum);
  });
});

describe("CSV files of one relation", () => {
  it.each([
    ["declared", "columns:\n  id: { type: bigint }\n  extra: { type: bigint }\n"],
    ["guessed", ""],
  ])("have nulls in a column that they lack, its type %s", async (_, columns) => {
    const project = testProject({
      "data/b1.csv": "id,extra\n1,9\n",
      "data/b2.csv": "id\n7\n",
      "data/b3.csv": "extra,id\n8,6\n",
      "models/raw/b.source.yaml": `file: data/b*.csv\n${columns}`,
      "models/a/m.sql": "select * from raw.b",
    });
    await project.build();
    expect(await project.rows("select id, extra from a.m order by id")).toEqual([
      { id: 1n, extra: 9n },
      { id: 6n, extra: 8n },
      { id: 7n, extra: null },
    ]);
  });
});

it("NDJSON files that spell one column in two letter cases are refused", async () => {
  const project = testProject({
    "h/1.ndjson": '{"id":1,"v":1}\n',
    "h/2.ndjson": '{"id":2,"V":2}\n',
    "models/raw/h.seed.yaml": "file: h/*.ndjson\n",
  });
  const [first] = await found(project);
  expect(first).toContain("SOURCE.COLUMN_DUPLICATE 2.ndjson");
  expect(first).toContain("`v` and `V`");
});
