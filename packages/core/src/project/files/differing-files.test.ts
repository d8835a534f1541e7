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

describe("files with other columns than the first", () => {
  const csv = (...texts: readonly string[]) => texts.map((text) => ["csv", text] as const);
  const json = (...texts: readonly string[]) => texts.map((text) => ["ndjson", text] as const);

  async function differing(
    files: readonly (readonly [string, string])[],
    options = "",
  ): Promise<readonly string[]> {
    const [[format] = ["csv"]] = files;
    const of = (kind: string) =>
      found(
        testProject({
          ...Object.fromEntries(files.map(([end, text], i) => [`d/${i}.${end}`, text])),
          [`models/raw/s.${kind}.yaml`]: `file: d/*.${format}\n${options}`,
          "models/a/reader.sql": "select * from raw.s",
        }),
      );
    const seed = await of("seed");
    expect(await of("source")).toEqual(seed);
    return seed;
  }

  it.each([
    ["fewer", csv("a,b\n1,2\n", "a\n1\n"), "1.csv has the columns `a` and lacks `b` of 0.csv"],
    ["more", csv("a\n1\n", "a,b\n1,2\n"), "1.csv has `b`, which 0.csv lacks"],
    ["another", csv("a,b\n1,2\n", "a,c\n1,2\n"), "1.csv has the columns `a`, `c` and lacks `b`"],
    ["none of its", json('{"a":1}\n', '{"b":1}\n'), "1.ndjson has the columns `b` and lacks `a`"],
  ])("are refused by file and column: %s", async (_, files, says) => {
    const [first, ...others] = await differing(files);
    expect(first).toContain(`SOURCE.COLUMNS_DIFFER ${says}`);
    expect(others).toEqual([]);
    expect(await differing(files, "union_by_name: true\n")).toEqual([]);
  });

  it("are refused without a header by their number of columns", async () => {
    const [first] = await differing(csv("1,2\n", "1\n"), "header: false\n");
    expect(first).toContain("SOURCE.COLUMNS_DIFFER 1.csv has the columns `column0` and lacks");
  });

  it("are read where only order, letter case or an optional field of JSON differ", async () => {
    expect(await differing(csv("a,b\n1,2\n", "B,A\n1,2\n"))).toEqual([]);
    expect(await differing(json('{"a":1}\n', '{"a":1,"b":2}\n'))).toEqual([]);
  });

  it("are named with the option that reads them", async () => {
    const project = testProject({
      "d/0.csv": "a,b\n1,2\n",
      "d/1.csv": "a\n1\n",
      "models/raw/s.seed.yaml": "file: d/*.csv\n",
    });
    const [{ hints } = { hints: [] }] = await findings(project);
    expect(hints.join(" ")).toContain("`union_by_name: true`");
  });
});

describe("CSV files that are joined by name", () => {
  it.each([
    ["declared", "columns:\n  id: { type: bigint }\n  extra: { type: bigint }\n"],
    ["guessed", ""],
  ])("have nulls in a column that they lack, its type %s", async (_, columns) => {
    const project = testProject({
      "data/b1.csv": "id,extra\n1,9\n",
      "data/b2.csv": "id\n7\n",
      "data/b3.csv": "extra,id\n8,6\n",
      "models/raw/b.source.yaml": `file: data/b*.csv\nunion_by_name: true\n${columns}`,
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
