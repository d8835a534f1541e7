import { expect, it } from "vitest";
import { findings, testProject } from "../../../test/project.js";

interface Given {
  readonly text: string;
  readonly options: string;
}

/** Columns with types, and the rows as texts, of a file that is read as a seed and as a source; the error where it is refused. */
async function read({ text, options }: Given): Promise<unknown> {
  const of = async (kind: string) => {
    const project = testProject({
      "d/s.csv": text,
      [`models/raw/s.${kind}.yaml`]: `file: d/s.csv\n${options}`,
      "models/a/m.sql": "/* model\nkind: table\n*/\nselect * from raw.s",
    });
    const { nodes } = await project.build();
    const error = nodes["raw.s"]?.error ?? nodes["a.m"]?.error;
    if (error) return [error.message, ...error.hints];
    const [first] = await project.rows("select typeof(columns(*)) from a.m limit 1");
    const rows = await project.rows("select columns(*)::varchar from a.m");
    return {
      types: Object.values(first ?? {}),
      rows: rows.map((row) => (Object.values(row) as (string | null)[]).join("|")),
    };
  };
  const seed = await of("seed");
  expect(await of("source")).toEqual(seed);
  return seed;
}

const decimals = 'delimiter: ";"\ndecimal: ","\n';

it.each([
  ["decimals", "a;b\n1,5;2\n-0,25;3\n", decimals, ["DOUBLE", "BIGINT"], ["1.5|2", "-0.25|3"]],
  [
    "thousands of a decimal comma",
    "a;b\n1.234,50;1.234\n2,5;12\n",
    `${decimals}thousands: "."\n`,
    ["DOUBLE", "BIGINT"],
    ["1234.5|1234", "2.5|12"],
  ],
  [
    "a point that separates nothing is text",
    "a;b\n1.5;2.5\n1.5;2\n",
    decimals,
    ["VARCHAR", "VARCHAR"],
    ["1.5|2.5", "1.5|2"],
  ],
  [
    "thousands that are declared",
    'a,b\n"1,234.50",x\n2,y\n',
    'thousands: ","\ncolumns: { a: { type: "decimal(10,2)" } }\n',
    ["DECIMAL(10,2)", "VARCHAR"],
    ["1234.50|x", "2.00|y"],
  ],
  ["leading lines", 'Sales "of\nMay\n\na,b\n1,2\n', "skip: 3\n", ["BIGINT", "BIGINT"], ["1|2"]],
  [
    "leading lines without a header",
    "x\n1,2\n",
    "skip: 1\nheader: false\n",
    ["BIGINT", "BIGINT"],
    ["1|2"],
  ],
  [
    "nulls in quotes",
    'a,b\n"NULL","x"\n1,""\n',
    'quoted_nulls: true\nnull_values: ["NULL"]\n',
    ["BIGINT", "VARCHAR"],
    ["|x", "1|"],
  ],
  ["texts, dates too", "day\n2024-01-31\n", "all_text: true\n", ["VARCHAR"], ["2024-01-31"]],
])("%s are read", async (_, text, options, types, rows) => {
  expect(await read({ text, options })).toEqual({ types, rows });
});

it.each([
  ["a decimal comma", 'a\n"1,5"\n', "columns: { a: { type: double } }\n", '`decimal: ","`'],
  ["null in quotes", 'a\n""\n2\n', "columns: { a: { type: bigint } }\n", "`quoted_nulls: true`"],
  [
    "null by another word",
    "a\nNA\n2\n",
    "columns: { a: { type: bigint } }\n",
    '`null_values: ["NA"]`',
  ],
  ["titles", "Sales of May\na,b\n1,2\n", "", "`skip: 1`"],
])("the refusal of %s names the option that reads it", async (_, text, options, says) => {
  const said = await read({ text, options });
  expect(String(said)).toContain(says);
});

it("lines of a refused value count those that are left out", async () => {
  const options = "skip: 2\ncolumns: { a: { type: bigint } }\n";
  expect(String(await read({ text: "x\ny\na\n1\nz\n", options }))).toContain("s.csv, line 5, `a`");
});

it("types are guessed from the rows of the sample, and a later value of another type is refused", async () => {
  const text = `a,b\n${"1,2024-01-31\n".repeat(3)}x,2024-02-01\n`;
  expect(await read({ text, options: "sample: 4\n" })).toMatchObject({
    types: ["VARCHAR", "DATE"],
  });
  const said = String(await read({ text, options: "sample: 3\n" }));
  expect(said).toContain('s.csv, line 5, `a`: "x" is no bigint');
  expect(said).toContain("`sample`");
});

it.each([
  ["thousands of the fraction's own separator", 'thousands: "."\n', '`decimal: ","`'],
  ["a sample without a guess", "sample: 3\nall_text: true\n", "guesses no types"],
])("%s are refused", async (_, options, says) => {
  const project = testProject({
    "d/s.csv": "a\n1\n",
    "models/raw/s.seed.yaml": `file: d/s.csv\n${options}`,
  });
  const all = await findings(project);
  expect(all.map(({ message, hints }) => [message, ...hints].join(" ")).join()).toContain(says);
});

it("some fields of a JSON file have types, and the others are guessed", async () => {
  const project = testProject({
    "s.json":
      '[{"id": 1, "day": "2024-01-31", "v": "1.10"}, {"id": 2, "day": "2024-02-01", "v": "2"}]',
    "models/raw/s.seed.yaml": 'file: s.json\ncolumns: { v: { type: "decimal(9,2)" } }\n',
  });
  await project.build();
  const [types] = await project.rows(
    "select typeof(v) v, typeof(id) id, typeof(day) as day from raw.s",
  );
  expect(types).toEqual({ v: "DECIMAL(9,2)", id: "BIGINT", day: "DATE" });
  expect(await project.value("select sum(v)::varchar from raw.s")).toBe("3.10");
});
